package dev.upcall.compiler.ir;

import java.util.Objects;

/**
 * A value that persists from one run of the graph to the next, as streaming models keep their last
 * frames: a register, not a cell. All operators of a run read what the run before left; what they
 * make of it counts from the next run on.
 *
 * @param value what operators read; defined by no operator
 * @param next what {@code value} is in the next run: of the same type, made by this one
 * @param initial elements of {@code value} in the first run
 */
public record State(Value value, Value next, ConstantData initial) {
  public State {
    Objects.requireNonNull(value);
    Objects.requireNonNull(next);
    Objects.requireNonNull(initial);
  }
}
