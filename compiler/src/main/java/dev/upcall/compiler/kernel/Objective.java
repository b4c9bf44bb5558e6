package dev.upcall.compiler.kernel;

import java.util.Locale;

/** What a network's kernels, and the memory they use, are chosen for. */
public enum Objective {
  /** Fewest cycles, whatever flash and RAM that takes of what the board has. */
  SPEED,
  /** Fewest cycles with weights of the model's own size and hardly more RAM than the least. */
  BALANCED,
  /** Fewest bytes of flash. */
  SIZE,
  /** Fewest bytes of RAM. */
  RAM;

  /** As an option has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
