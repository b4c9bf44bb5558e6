package dev.upcall.compiler.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is supported of one ONNX operator.
 *
 * @param type as in the file, e.g. {@code Conv}
 * @param since first opset whose definition of the operator is implemented
 * @param until last one; later ones do not have the operator
 * @param minInputs operands that must be given
 * @param maxInputs operands that may be given
 * @param takesAny whether operands may be integers or booleans, not only float32
 * @param attributes names of the attributes that may be given
 * @param constraints what is narrower than ONNX's own definition, one sentence each
 */
record OpSpec(
    String type,
    int since,
    int until,
    int minInputs,
    int maxInputs,
    boolean takesAny,
    Set<String> attributes,
    List<String> constraints) {
  /** Operands without a limit, as of {@code Sum}. */
  static final int MANY = Integer.MAX_VALUE;

  OpSpec {
    attributes =
        Collections.unmodifiableSet(new TreeSet<>(attributes)); // sorted: messages list them
    constraints = List.copyOf(constraints);
  }

  static OpSpec of(String type, int inputs) {
    return of(type, inputs, inputs);
  }

  static OpSpec of(String type, int minInputs, int maxInputs) {
    return new OpSpec(
        type,
        ModelCheck.FIRST_OPSET,
        ModelCheck.LAST_OPSET,
        minInputs,
        maxInputs,
        false,
        Set.of(),
        List.of());
  }

  /** How many operands may be given, in words: {@code 1 to 3}. */
  String inputs() {
    return minInputs + (maxInputs == MANY ? " or more" : " to " + maxInputs);
  }

  OpSpec anyType() {
    return new OpSpec(type, since, until, minInputs, maxInputs, true, attributes, constraints);
  }

  OpSpec since(int opset) {
    return new OpSpec(type, opset, until, minInputs, maxInputs, takesAny, attributes, constraints);
  }

  OpSpec until(int opset) {
    return new OpSpec(type, since, opset, minInputs, maxInputs, takesAny, attributes, constraints);
  }

  OpSpec attributes(String... names) {
    return new OpSpec(
        type, since, until, minInputs, maxInputs, takesAny, Set.of(names), constraints);
  }

  OpSpec constraints(String... sentences) {
    return new OpSpec(
        type, since, until, minInputs, maxInputs, takesAny, attributes, List.of(sentences));
  }
}
