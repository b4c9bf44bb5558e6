package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Random;

/**
 * Gaussian noise on every value. Its values come from a table that is entered anew for each run of
 * 64: drawing each by itself would take longer than a small network's step.
 */
final class Noise implements Change {
  private static final int TABLE = 1 << 14;
  private static final int RUN = 64;

  private final double deviation;
  private final float[] table = new float[TABLE];

  /**
   * @param deviation standard deviation, in units of the dequantised input, &gt; 0
   */
  Noise(double deviation) {
    if (!(deviation > 0)) {
      throw new IllegalArgumentException("noise " + deviation);
    }
    this.deviation = deviation;
    Random random = new Random(TABLE);
    for (int i = 0; i < TABLE; i++) {
      table[i] = (float) (deviation * random.nextGaussian());
    }
  }

  @Override
  public void apply(MapShape shape, float[] from, float[] background, Random random, float[] to) {
    for (int begin = 0; begin < from.length; begin += RUN) {
      int entry = random.nextInt(TABLE - RUN + 1);
      int count = Math.min(RUN, from.length - begin);
      for (int i = 0; i < count; i++) {
        to[begin + i] = from[begin + i] + table[entry + i];
      }
    }
  }

  /** Part of what a checkpoint is found by. */
  @Override
  public String toString() {
    return "Noise[" + deviation + "]";
  }
}
