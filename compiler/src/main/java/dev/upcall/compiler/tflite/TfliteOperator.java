package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.SourceRef;
import java.util.List;
import java.util.Optional;

/**
 * An operator as the file describes it.
 *
 * @param code {@code enum BuiltinOperator}
 * @param inputs indices of tensors, -1 for one left out
 * @param outputs indices of tensors
 * @param optionsType which table of {@code union BuiltinOptions}, 0 for none
 */
record TfliteOperator(
    SourceRef source,
    int code,
    List<Integer> inputs,
    List<Integer> outputs,
    int optionsType,
    Optional<FlatTable> options) {
  TfliteOperator {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** What a VAR_HANDLE calls its variable: its container, then its own name. */
  String variableName() {
    return options
        .map(table -> table.string(0, "a container") + "/" + table.string(1, "a variable's name"))
        .orElse("/");
  }

  /** Whether operand {@code index} is given. */
  boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != -1;
  }
}
