package dev.upcall.compiler.ir;

import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Collects a graph's values and operators in order of definition and gives each value its id. */
public final class GraphBuilder {
  private static final TensorType UNKNOWN = TensorType.of(DType.FLOAT32, Shape.of());

  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final Map<Integer, ConstantData> constants = new LinkedHashMap<>();
  private final List<State> states = new ArrayList<>();
  private final Set<Integer> constantExpressions = new HashSet<>();
  private long constantElements;
  private int nextId;

  public GraphBuilder(String name) {
    this.name = name;
  }

  public Value input(String inputName, TensorType type) {
    Value value = new Value(nextId++, inputName, type);
    inputs.add(value);
    return value;
  }

  /** What persists between runs, as the last run left it; {@link #next} says what this one does. */
  public Value state(String stateName, TensorType type) {
    return newValue(stateName, type);
  }

  /** Lets {@code state} be {@code next} in the next run. */
  public void next(Value state, Value next, ConstantData initial) {
    states.add(new State(state, next, initial));
  }

  /** A new constant of {@code data}'s element type. */
  public Value constant(String constantName, Shape shape, ConstantData data) {
    Value value = new Value(nextId++, constantName, TensorType.of(data.dtype(), shape));
    addConstant(value, data);
    return value;
  }

  public Value constant(String constantName, Shape shape, float[] elements) {
    return constant(constantName, shape, ConstantData.ofFloats(elements));
  }

  /** Takes over a constant made elsewhere. */
  public void addConstant(Value value, ConstantData data) {
    if (data.length() != value.shape().size()) {
      throw new IllegalArgumentException(
          data.length() + " elements for constant " + value.name() + " " + value.shape());
    }
    constants.put(value.id(), data);
    constantElements += data.length();
  }

  /**
   * Adds the operator that {@code maker} makes for its output value; the output's shape and element
   * type are inferred.
   *
   * @throws ShapeException if the operands do not fit together
   */
  public Value add(String outputName, Function<Value, Op> maker) {
    Op draft = maker.apply(new Value(nextId, outputName, UNKNOWN));
    return add(draft, TensorType.of(draft.inferDType(), draft.inferShape()));
  }

  /** As {@link #add(String, Function)} for an operator that gives its output the shape itself. */
  public Value add(String outputName, Shape shape, Function<Value, Op> maker) {
    Op draft = maker.apply(new Value(nextId, outputName, TensorType.of(DType.FLOAT32, shape)));
    draft.inferShape();
    return add(draft, TensorType.of(draft.inferDType(), shape));
  }

  /** Adds an operator whose output value exists already. */
  public void add(Op op) {
    ops.add(op);
    if (op.inputs().stream().allMatch(this::isConstantExpression)) {
      constantExpressions.add(op.output().id());
    }
  }

  /** The operators so far. */
  public List<Op> ops() {
    return Collections.unmodifiableList(ops);
  }

  /** Takes back the operator that was added last. */
  public Op removeLast() {
    Op op = ops.remove(ops.size() - 1);
    constantExpressions.remove(op.output().id());
    return op;
  }

  public void output(Value value) {
    outputs.add(value);
  }

  public boolean isConstant(Value value) {
    return constants.containsKey(value.id());
  }

  /** Whether a value follows from constants alone, so that folding makes it one. */
  public boolean isConstantExpression(Value value) {
    return isConstant(value) || constantExpressions.contains(value.id());
  }

  /** Elements of all constants together. */
  public long constantElements() {
    return constantElements;
  }

  /** The elements of a constant. */
  public ConstantData data(Value constant) {
    return constants.get(constant.id());
  }

  public Graph build() {
    return new Graph(name, inputs, outputs, ops, constants, states);
  }

  /** A value with an id of its own that no operator defines yet. */
  public Value newValue(String valueName, TensorType type) {
    return new Value(nextId++, valueName, type);
  }

  private Value add(Op draft, TensorType type) {
    Value output = newValue(draft.output().name(), type);
    add(draft.with(draft.inputs(), output));
    return output;
  }
}
