package dev.upcall.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.training.arch.MapShape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final MapShape SHAPE = new MapShape(2, 2, 3);
  private static final float[] SAMPLE = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};

  private static float[] apply(Augmentation augmentation, Random random) {
    float[] to = new float[SAMPLE.length + 1];
    augmentation.apply(SHAPE, SAMPLE, new float[] {-1, -2}, random, to, 1);
    return Arrays.copyOfRange(to, 1, to.length);
  }

  @Test
  void changesNothingUnlessAsked() {
    assertArrayEquals(SAMPLE, apply(Augmentation.none(), new Random(1)));
  }

  @Test
  void mirrorsHalfOfTheTime() {
    float[] mirrored = {3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14};
    Random random = new Random(1);
    int count = 0;
    for (int i = 0; i < 200; i++) {
      float[] found = apply(new Augmentation(0, 0, 0, true), random);
      boolean flipped = found[0] == 3;
      count += flipped ? 1 : 0;
      assertArrayEquals(flipped ? mirrored : SAMPLE, found);
    }
    assertTrue(count > 70 && count < 130, count + " of 200");
  }

  @Test
  void whatMovesInFromOutsideIsTheChannelsBackground() {
    // Far outside there is nothing but background.
    float[] found = new float[0];
    Random random = new Random(1);
    for (int i = 0; i < 100 && (found.length == 0 || found[0] != -1); i++) {
      found = apply(new Augmentation(30, 0, 0, false), random);
    }
    assertArrayEquals(new float[] {-1, -1, -1, -1, -1, -1, -2, -2, -2, -2, -2, -2}, found);
  }

  @Test
  void turningKeepsAFlatPictureFlat() {
    MapShape shape = new MapShape(1, 9, 9);
    float[] flat = new float[81];
    Arrays.fill(flat, 0.5f);
    float[] to = new float[81];
    new Augmentation(0, 20, 0, false).apply(shape, flat, new float[] {0.5f}, new Random(4), to, 0);
    for (float value : to) {
      assertEquals(0.5f, value, 1e-6f);
    }
  }
}
