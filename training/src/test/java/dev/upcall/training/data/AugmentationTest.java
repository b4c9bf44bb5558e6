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
      float[] found = apply(Augmentation.none().flip(), random);
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
      found = apply(Augmentation.none().affine(30, 0, 0), random);
    }
    assertArrayEquals(new float[] {-1, -1, -1, -1, -1, -1, -2, -2, -2, -2, -2, -2}, found);
  }

  @Test
  void turningKeepsAFlatPictureFlat() {
    MapShape shape = new MapShape(1, 9, 9);
    float[] flat = new float[81];
    Arrays.fill(flat, 0.5f);
    float[] to = new float[81];
    Augmentation.none()
        .affine(0, 20, 0)
        .apply(shape, flat, new float[] {0.5f}, new Random(4), to, 0);
    for (float value : to) {
      assertEquals(0.5f, value, 1e-6f);
    }
  }

  @Test
  void croppingMovesByWholePixelsAndReachesEveryPlace() {
    MapShape shape = new MapShape(1, 3, 3);
    float[] dot = {0, 0, 0, 0, 1, 0, 0, 0, 0};
    int[] seen = new int[9];
    Random random = new Random(2);
    for (int i = 0; i < 900; i++) {
      float[] to = new float[9];
      Augmentation.none().crop(1).apply(shape, dot, new float[] {0}, random, to, 0);
      for (int at = 0; at < 9; at++) {
        assertTrue(to[at] == 0 || to[at] == 1);
        seen[at] += (int) to[at];
      }
    }
    for (int count : seen) {
      assertTrue(count > 60 && count < 140, Arrays.toString(seen));
    }
  }

  @Test
  void aCropPastThePictureIsBackground() {
    Random random = new Random(1);
    boolean gone = false;
    for (int i = 0; i < 200; i++) {
      float[] found = apply(Augmentation.none().crop(5), random);
      for (int at = 0; at < found.length; at++) {
        float outside = at < 6 ? -1 : -2;
        assertTrue(found[at] == outside || Math.abs(found[at] - (at < 6 ? 3.5 : 13.5)) <= 2.5);
      }
      gone |= Arrays.equals(found, new float[] {-1, -1, -1, -1, -1, -1, -2, -2, -2, -2, -2, -2});
    }
    assertTrue(gone);
  }

  @Test
  void aSeriesMovesAlongItselfAlone() {
    MapShape shape = new MapShape(2, 4, 1);
    float[] series = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] to = new float[8];
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      Augmentation.none().crop(2).apply(shape, series, new float[] {0, 0}, random, to, 0);
      for (int row = 0; row < 4; row++) {
        float other = to[row] == 0 ? 0 : to[row] + 4;
        assertEquals(other, to[4 + row], Arrays.toString(to));
      }
    }
  }

  @Test
  void noiseHasTheDeviationAskedFor() {
    MapShape shape = new MapShape(1, 100, 100);
    float[] to = new float[10_000];
    Augmentation.none()
        .noise(0.5)
        .apply(shape, new float[10_000], new float[] {0}, new Random(3), to, 0);
    double sum = 0;
    double squares = 0;
    for (float value : to) {
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / to.length, 0.03);
    assertEquals(0.5, Math.sqrt(squares / to.length), 0.02);
  }

  @Test
  void changesFollowOneAnother() {
    Random random = new Random(1);
    Augmentation both = Augmentation.none().crop(1).flip().noise(1e-6);
    assertEquals(3, both.changes().size());
    for (int i = 0; i < 100; i++) {
      float[] found = apply(both, random);
      assertTrue(found[0] < 6.1 && found[6] < 16.1 && (found[6] < -1.9 || found[6] > 10.9));
    }
  }
}
