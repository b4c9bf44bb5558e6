package dev.upcall.compiler.ir;

import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model: operators in an order in which every operand is defined before its use. Immutable; a
 * pass returns a new one.
 *
 * @param name the member's name, e.g. {@code small}
 * @param constants elements of the constant values, by value id
 * @param states what persists between runs; their values are defined like inputs
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Op> ops,
    Map<Integer, ConstantData> constants,
    List<State> states) {
  public Graph {
    Objects.requireNonNull(name);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    ops = List.copyOf(ops);
    constants = Map.copyOf(constants);
    states = List.copyOf(states);
  }

  /** A graph whose every run is alike. */
  public Graph(
      String name,
      List<Value> inputs,
      List<Value> outputs,
      List<Op> ops,
      Map<Integer, ConstantData> constants) {
    this(name, inputs, outputs, ops, constants, List.of());
  }

  /** What must still be there when a run ends: the outputs, then the states' next values. */
  public List<Value> results() {
    List<Value> results = new ArrayList<>(outputs);
    states.forEach(state -> results.add(state.next()));
    return results;
  }

  public boolean isConstant(Value value) {
    return constants.containsKey(value.id());
  }

  /** The state whose value {@code value} is, if it is one's. */
  public Optional<State> state(Value value) {
    return states.stream().filter(state -> state.value().id() == value.id()).findFirst();
  }

  /** The elements of constant {@code value}. */
  public ConstantData constant(Value value) {
    ConstantData data = constants.get(value.id());
    if (data == null) {
      throw new IllegalArgumentException("%" + value.id() + " is no constant");
    }
    return data;
  }

  /** The least id above that of every value. */
  public int nextId() {
    int next = 0;
    for (Value input : inputs) {
      next = Math.max(next, input.id() + 1);
    }
    for (State state : states) {
      next = Math.max(next, state.value().id() + 1);
    }
    for (int id : constants.keySet()) {
      next = Math.max(next, id + 1);
    }
    for (Op op : ops) {
      next = Math.max(next, op.output().id() + 1);
    }
    return next;
  }
}
