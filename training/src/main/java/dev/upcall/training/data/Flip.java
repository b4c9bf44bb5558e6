package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Random;

/** Left and right exchanged half of the time. */
record Flip() implements Change {
  @Override
  public void apply(MapShape shape, float[] from, float[] background, Random random, float[] to) {
    if (!random.nextBoolean()) {
      System.arraycopy(from, 0, to, 0, from.length);
      return;
    }
    int width = shape.width();
    for (int begin = 0; begin < from.length; begin += width) {
      for (int column = 0; column < width; column++) {
        to[begin + column] = from[begin + width - 1 - column];
      }
    }
  }
}
