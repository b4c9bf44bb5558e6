package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Arrays;
import java.util.Random;

/**
 * A random crop of the picture in a frame of background: a shift by whole pixels, whose rows are
 * copied as they are.
 *
 * @param padding width of the frame in pixels, the farthest a picture moves along each axis; an
 *     axis of one pixel stands still
 */
record Crop(int padding) implements Change {
  Crop {
    if (padding < 1) {
      throw new IllegalArgumentException("padding " + padding);
    }
  }

  @Override
  public void apply(MapShape shape, float[] from, float[] background, Random random, float[] to) {
    int down = shift(shape.height(), random);
    int right = shift(shape.width(), random);
    int width = shape.width();
    int first = Math.max(0, right);
    int kept = Math.max(0, width - Math.abs(right));
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        int begin = (c * shape.height() + row) * width;
        int fromRow = row - down;
        Arrays.fill(to, begin, begin + width, background[c]);
        if (fromRow >= 0 && fromRow < shape.height() && kept > 0) {
          int source = (c * shape.height() + fromRow) * width + Math.max(0, -right);
          System.arraycopy(from, source, to, begin + first, kept);
        }
      }
    }
  }

  private int shift(int size, Random random) {
    return size == 1 ? 0 : random.nextInt(2 * padding + 1) - padding;
  }
}
