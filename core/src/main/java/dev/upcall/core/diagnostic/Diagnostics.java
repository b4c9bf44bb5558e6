package dev.upcall.core.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Collects the diagnostics of one stage, so that a user sees all of a stage's errors at once. */
public final class Diagnostics {
  private static final int MAX = 50;
  private final List<Diagnostic> list = new ArrayList<>();

  /** Adds one; ends the stage at once when a hostile file produces more than anyone would read. */
  public void add(Diagnostic diagnostic) {
    list.add(diagnostic);
    if (list.size() >= MAX) {
      throwIfAny();
    }
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** Throws what was collected, if anything was. */
  public void throwIfAny() {
    if (!list.isEmpty()) {
      throw new UpcallException(list);
    }
  }
}
