package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model's resource variables, as states of the graph: reading one gives what the last run left,
 * or what this one has assigned before.
 */
final class Variables {
  private final GraphBuilder builder;
  private final Map<Integer, String> handles = new HashMap<>();
  private final Map<String, ConstantData> initial = new HashMap<>();
  private final Map<String, Value> states = new LinkedHashMap<>();
  private final Map<String, Value> assigned = new HashMap<>();

  Variables(GraphBuilder builder) {
    this.builder = builder;
  }

  /** Tensor {@code index} stands for the variable {@code name}. */
  void handle(int index, String name) {
    handles.put(index, name);
  }

  void initial(String name, ConstantData elements) {
    initial.put(name, elements);
  }

  Value read(OperatorContext node, TensorType type) {
    String name = name(node);
    Value known = assigned.get(name);
    if (known == null) {
      known = states.computeIfAbsent(name, n -> builder.state(n, type));
    }
    if (!known.type().equals(type)) {
      throw node.unsupported("a variable of " + known.type(), "one that is always " + type);
    }
    return known;
  }

  void assign(OperatorContext node, Value value) {
    String name = name(node);
    Value state = states.get(name);
    if (state != null && !state.type().equals(value.type())) {
      throw node.unsupported("a variable of " + state.type(), "one that is always " + value.type());
    }
    assigned.put(name, value);
  }

  /** Tells the graph what each state is next: what was assigned last, or what it was. */
  void finish(String at) {
    states.forEach(
        (name, state) -> {
          ConstantData first = initial.getOrDefault(name, zeros(state.type()));
          if (first.length() != state.shape().size() || first.dtype() != state.type().dtype()) {
            throw TfliteModel.tooLarge(
                at + ", variable " + name,
                first.length() + " initial elements",
                state.shape().size() + " elements of " + state.type().dtype().irName());
          }
          builder.next(state, assigned.getOrDefault(name, state), first);
        });
  }

  private String name(OperatorContext node) {
    String name = handles.get(node.inputIndex());
    if (name == null) {
      throw node.unsupported("a variable without a VAR_HANDLE before it", "one with");
    }
    return name;
  }

  /** TensorFlow Lite Micro clears variables to real 0. */
  private static ConstantData zeros(TensorType type) {
    long[] elements = new long[type.shape().size()];
    if (!type.isQuantized()) {
      return ConstantData.ofFloats(new float[elements.length]);
    }
    Arrays.fill(elements, type.qparams().zeroPoint());
    return ConstantData.ofLongs(type.dtype(), elements);
  }
}
