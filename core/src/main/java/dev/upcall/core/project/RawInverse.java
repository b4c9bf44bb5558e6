package dev.upcall.core.project;

import dev.upcall.core.project.Manifest.InputSpec;

/**
 * int8 inputs back to the raw bytes that they came from: {@link Preprocessor}'s tables turned
 * around. Where several raw values become the same int8, the middle one stands for all; an int8
 * that no raw value becomes is taken for the nearest that one does.
 */
public final class RawInverse {
  private static final int VALUES = 256;

  private final byte[][] tables;
  private final boolean exact;

  /**
   * The inverse for inputs that are no sound, whose features cannot be undone.
   *
   * @throws IllegalArgumentException of sound
   */
  public RawInverse(InputSpec input) {
    if (input.audio().isPresent()) {
      throw new IllegalArgumentException("features of sound do not tell the sound");
    }
    Preprocessor preprocessor = new Preprocessor(input);
    this.tables = new byte[preprocessor.tables()][];
    boolean oneToOne = true;
    for (int channel = 0; channel < tables.length; channel++) {
      byte[] table = preprocessor.table(channel);
      tables[channel] = inverse(table, input.rawMin(), input.rawMax());
      for (int raw = input.rawMin(); raw <= input.rawMax(); raw++) {
        oneToOne &= (tables[channel][table[raw] - Byte.MIN_VALUE] & 0xff) == raw;
      }
    }
    this.exact = oneToOne;
  }

  private static byte[] inverse(byte[] table, int rawMin, int rawMax) {
    byte[] inverse = new byte[VALUES];
    for (int index = 0; index < VALUES; index++) {
      int wanted = index + Byte.MIN_VALUE;
      int first = rawMin;
      int last = rawMin;
      for (int raw = rawMin + 1; raw <= rawMax; raw++) {
        int nearer = Math.abs(table[first] - wanted) - Math.abs(table[raw] - wanted);
        if (nearer > 0) {
          first = raw;
        }
        if (nearer >= 0 && table[raw] == table[first]) {
          last = raw;
        }
      }
      inverse[index] = (byte) ((first + last) / 2);
    }
    return inverse;
  }

  /** Whether every raw value of the range comes back as itself. */
  public boolean isExact() {
    return exact;
  }

  /** Raw bytes, [H,W,C] or [N] as the int8 are; within the manifest's range. */
  public byte[] raw(byte[] int8) {
    byte[] raw = new byte[int8.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = tables[i % tables.length][int8[i] - Byte.MIN_VALUE];
    }
    return raw;
  }
}
