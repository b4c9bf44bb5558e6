package dev.upcall.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In which order states can be overwritten, one after the other, by their next values. */
public final class StateOrder {
  private StateOrder() {}

  /**
   * Each state before those whose values become its next one; empty if some change places, which no
   * order allows.
   */
  public static Optional<List<State>> of(List<State> states) {
    List<State> open = new ArrayList<>(states);
    List<State> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      Optional<State> next =
          open.stream().filter(state -> open.stream().noneMatch(o -> reads(o, state))).findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      ordered.add(next.get());
      open.remove(next.get());
    }
    return Optional.of(ordered);
  }

  private static boolean reads(State reader, State state) {
    return reader != state && reader.next().id() == state.value().id();
  }
}
