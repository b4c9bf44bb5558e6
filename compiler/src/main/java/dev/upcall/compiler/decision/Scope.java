package dev.upcall.compiler.decision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The local variables that are visible at one point of a method. */
final class Scope {
  private final Deque<Map<String, Variable>> blocks = new ArrayDeque<>();
  private final Set<Variable> fixed = new HashSet<>();

  private Optional<Variable> receiver = Optional.empty();

  /** The Scores that a method of Scores works on; no name of the source refers to it. */
  Optional<Variable> receiver() {
    return receiver;
  }

  void receiver(Variable variable) {
    receiver = Optional.of(variable);
  }

  void open() {
    blocks.push(new HashMap<>());
  }

  void close() {
    blocks.pop().values().forEach(fixed::remove);
  }

  Optional<Variable> find(String name) {
    return blocks.stream().filter(b -> b.containsKey(name)).map(b -> b.get(name)).findFirst();
  }

  void add(Variable variable) {
    blocks.element().put(variable.name(), variable);
  }

  /** Forbids changes of a variable until its block ends: a loop's counter, or a final. */
  void fix(Variable variable) {
    fixed.add(variable);
  }

  boolean isFixed(Variable variable) {
    return fixed.contains(variable);
  }
}
