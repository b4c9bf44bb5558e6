package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Builds the graph after a pass while the pass walks the graph before it. Values keep their ids;
 * what nothing needs any more is dropped at the end.
 *
 * <p>To fuse a consumer into its producer, emit a new operator with the consumer's output: the old
 * producer stays, and dies unless others read it.
 */
final class Rewriter {
  private final Graph before;
  private final Map<Integer, ConstantData> constants;
  private final Map<Integer, Value> replaced = new HashMap<>();
  private final Map<Integer, Op> producers = new HashMap<>();
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final List<Op> ops = new ArrayList<>();
  private int nextId;

  Rewriter(Graph before) {
    this.before = before;
    this.constants = new HashMap<>(before.constants());
    this.nextId = before.nextId();
    for (Op op : before.ops()) {
      op.inputs().forEach(operand -> uses.merge(operand.id(), 1, Integer::sum));
    }
    before.results().forEach(result -> uses.merge(result.id(), 1, Integer::sum));
  }

  /** {@code op} with its operands as they are called after the pass. */
  Op resolve(Op op) {
    List<Value> operands = op.inputs().stream().map(this::resolve).toList();
    return operands.equals(op.inputs()) ? op : op.with(operands, op.output());
  }

  Value resolve(Value value) {
    Value current = value;
    while (replaced.containsKey(current.id())) {
      current = replaced.get(current.id());
    }
    return current;
  }

  /**
   * Whether one operator, and no output or state of the graph, read {@code value} before the pass.
   */
  boolean usedOnce(Value value) {
    return uses.getOrDefault(value.id(), 0) == 1;
  }

  /** The operator that defines {@code value}, if it is of that type. */
  <T extends Op> Optional<T> producer(Value value, Class<T> type) {
    return Optional.ofNullable(producers.get(value.id())).filter(type::isInstance).map(type::cast);
  }

  boolean isConstant(Value value) {
    return constants.containsKey(value.id());
  }

  float[] floats(Value constant) {
    return constants.get(constant.id()).toFloats();
  }

  /** The elements of a constant of any type. */
  ConstantData constant(Value constant) {
    return constants.get(constant.id());
  }

  Value constant(String name, Shape shape, float[] elements) {
    return constant(name, shape, ConstantData.ofFloats(elements));
  }

  Value constant(String name, Shape shape, ConstantData data) {
    Value value = newValue(name, TensorType.of(data.dtype(), shape));
    constants.put(value.id(), data);
    return value;
  }

  /** A float value that no operator defines yet. */
  Value newFloat(String name, Shape shape) {
    return newValue(name, TensorType.of(DType.FLOAT32, shape));
  }

  Value newValue(String name, TensorType type) {
    return new Value(nextId++, name, type);
  }

  /** Adds {@code op}, which defines its own output. */
  void emit(Op op) {
    ops.add(op);
    producers.put(op.output().id(), op);
  }

  /** Adds an operator with a new output named as {@code like}, whose shape is inferred. */
  Value add(Value like, Function<Value, Op> maker) {
    return add(like, maker.apply(like).inferShape(), maker);
  }

  /** Adds an operator with a new output of that shape. */
  Value add(Value like, Shape shape, Function<Value, Op> maker) {
    Op draft = maker.apply(newFloat(like.name(), shape));
    Value output = draft.output().withType(TensorType.of(draft.inferDType(), shape));
    emit(draft.with(draft.inputs(), output));
    return output;
  }

  /** Lets everything that read {@code old} read {@code by}. */
  void replace(Value old, Value by) {
    replaced.put(old.id(), by);
  }

  /** The graph after the pass, with the inputs and outputs it had before. */
  Graph build() {
    return build(before.inputs(), before.outputs());
  }

  /** The graph after the pass; {@code outputs} may have been replaced since. */
  Graph build(List<Value> inputs, List<Value> outputs) {
    List<Value> resolved = outputs.stream().map(this::resolve).toList();
    Map<Integer, String> names = outputNames(outputs, resolved);
    List<State> states = before.states().stream().map(this::resolve).toList();
    Set<Integer> live = live(resolved, states);
    List<Op> kept = new ArrayList<>();
    for (Op op : ops) {
      if (live.contains(op.output().id())) {
        List<Value> operands = op.inputs().stream().map(v -> rename(v, names)).toList();
        kept.add(op.with(operands, rename(op.output(), names)));
      }
    }
    constants.keySet().retainAll(live);
    List<Value> renamed = resolved.stream().map(v -> rename(v, names)).toList();
    List<State> named =
        states.stream()
            .map(state -> new State(state.value(), rename(state.next(), names), state.initial()))
            .toList();
    return new Graph(before.name(), inputs, renamed, kept, constants, named);
  }

  private State resolve(State state) {
    return new State(state.value(), resolve(state.next()), state.initial());
  }

  /** An output keeps its name when the value it stands for is defined by another operator now. */
  private Map<Integer, String> outputNames(List<Value> outputs, List<Value> resolved) {
    Map<Integer, String> names = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (producers.containsKey(resolved.get(i).id())) {
        names.putIfAbsent(resolved.get(i).id(), outputs.get(i).name());
      }
    }
    return names;
  }

  /** Ids of all values that the outputs and the states depend on. */
  private Set<Integer> live(List<Value> outputs, List<State> states) {
    Set<Integer> live = new HashSet<>();
    outputs.forEach(output -> live.add(output.id()));
    states.forEach(state -> live.add(state.next().id()));
    for (int i = ops.size() - 1; i >= 0; i--) {
      if (live.contains(ops.get(i).output().id())) {
        ops.get(i).inputs().forEach(operand -> live.add(operand.id()));
      }
    }
    return live;
  }

  private static Value rename(Value value, Map<Integer, String> names) {
    String name = names.getOrDefault(value.id(), value.name());
    return name.equals(value.name()) ? value : new Value(value.id(), name, value.type());
  }
}
