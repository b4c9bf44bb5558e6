package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.Random;

/** One random change that keeps a sample's class. */
@FunctionalInterface
public interface Change {
  /**
   * Writes a changed copy of a sample.
   *
   * @param from [C*H*W]
   * @param background per channel, what moves in from outside
   * @param random where all chance comes from
   * @param to [C*H*W], another array than {@code from}; written to the last value
   */
  void apply(MapShape shape, float[] from, float[] background, Random random, float[] to);
}
