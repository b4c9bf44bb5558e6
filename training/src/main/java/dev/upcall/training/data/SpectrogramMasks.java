package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Random;

/**
 * SpecAugment (arXiv 1904.08779) for features of sound, [1, frames, features]: a shift in time,
 * then stretches of frames and of features that are masked. What is masked becomes its feature's
 * mean over the sample, so that a mask says nothing; what moves in is the frame at that end again.
 *
 * @param shift most frames a sample moves
 * @param masks of each kind
 * @param frames most frames of a mask; each has 0 to so many
 * @param features most features of a mask
 */
record SpectrogramMasks(int shift, int masks, int frames, int features) implements Change {
  SpectrogramMasks {
    if (shift < 0 || masks < 1 || frames < 0 || features < 0) {
      throw new IllegalArgumentException(
          "shift " + shift + ", " + masks + " masks of " + frames + " and " + features);
    }
  }

  @Override
  public void apply(MapShape shape, float[] from, float[] background, Random random, float[] to) {
    int rows = shape.channels() * shape.height();
    int width = shape.width();
    int late = random.nextInt(2 * shift + 1) - shift;
    for (int row = 0; row < rows; row++) {
      int source = Math.max(0, Math.min(rows - 1, row - late));
      System.arraycopy(from, source * width, to, row * width, width);
    }
    float[] means = means(to, rows, width);
    for (int mask = 0; mask < masks; mask++) {
      int height = random.nextInt(Math.min(frames, rows) + 1);
      int top = random.nextInt(rows - height + 1);
      fill(to, means, top, top + height, 0, width);
      int count = random.nextInt(Math.min(features, width) + 1);
      int left = random.nextInt(width - count + 1);
      fill(to, means, 0, rows, left, left + count);
    }
  }

  private static float[] means(float[] values, int rows, int width) {
    float[] means = new float[width];
    for (int i = 0; i < values.length; i++) {
      means[i % width] += values[i] / rows;
    }
    return means;
  }

  private static void fill(
      float[] values, float[] means, int top, int bottom, int left, int right) {
    for (int row = top; row < bottom; row++) {
      System.arraycopy(means, left, values, row * means.length + left, right - left);
    }
  }
}
