package dev.upcall.compiler.emit;

/**
 * What the arena is an array of, so that it is aligned.
 *
 * @param type an unsigned integer of {@code bytes}
 */
public record CWord(String type, int bytes) {
  /** 4 or 8 bytes. */
  static CWord of(int bytes) {
    return new CWord("uint" + 8 * bytes + "_t", bytes);
  }
}
