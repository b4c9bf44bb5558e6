package dev.upcall.compiler.quant;

import dev.upcall.core.tensor.QParams;
import java.util.Optional;

/**
 * The steps on which numbers lie that were integers once: weights and constants of a model that was
 * quantised elsewhere. Found from the numbers alone, so that it does not matter what moved, scaled
 * or reordered them since.
 */
final class Grid {
  /** Of a step; far over what rounding to float leaves of 255 steps, far under chance. */
  private static final double TOLERANCE = 1e-4;

  private Grid() {}

  /**
   * The finest scale, a whole fraction of the one they were quantised with, by which all of some
   * weights are integers in -128..127.
   *
   * @return empty if they have none; 1 for zeros alone
   */
  static Optional<Float> symmetric(float[] values) {
    for (int steps = 128; steps >= 1; steps--) {
      float scale = scale(values, steps);
      if (fits(values, scale, -128, 127)) {
        return Optional.of(scale);
      }
    }
    return Optional.empty();
  }

  /** As {@link #symmetric}, of 256 steps with 0 wherever among them. */
  static Optional<QParams> asymmetric(float[] values) {
    for (int steps = 255; steps >= 1; steps--) {
      float scale = scale(values, steps);
      int least = (int) Math.rint(least(values) / (double) scale);
      if (fits(values, scale, least, least + 255)) {
        return Optional.of(new QParams(scale, -128 - least));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(float[] values, float scale, int least, int greatest) {
    for (float value : values) {
      double steps = value / (double) scale;
      double whole = Math.rint(steps);
      if (Math.abs(steps - whole) > TOLERANCE || whole < least || whole > greatest) {
        return false;
      }
    }
    return true;
  }

  /** Of which the greatest magnitude is so many steps. */
  private static float scale(float[] values, int steps) {
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    float scale = greatest / steps;
    return scale > 0 ? scale : 1;
  }

  private static float least(float[] values) {
    float least = 0;
    for (float value : values) {
      least = Math.min(least, value);
    }
    return least;
  }
}
