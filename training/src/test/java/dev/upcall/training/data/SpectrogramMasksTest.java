package dev.upcall.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.training.arch.MapShape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectrogramMasksTest {
  private static final int FRAMES = 12;
  private static final int FEATURES = 5;
  private static final MapShape SHAPE = new MapShape(1, FRAMES, FEATURES);

  /** Feature f of frame t is 100 t + f, its mean over the frames 550 + f. */
  private static float[] ramp() {
    float[] ramp = new float[FRAMES * FEATURES];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = 100 * (i / FEATURES) + i % FEATURES;
    }
    return ramp;
  }

  private static float[] apply(SpectrogramMasks masks, Random random) {
    float[] to = new float[FRAMES * FEATURES];
    masks.apply(SHAPE, ramp(), new float[] {9}, random, to);
    return to;
  }

  @Test
  void masksWholeFramesAndWholeFeaturesByTheirMean() {
    Random random = new Random(1);
    int masked = 0;
    for (int run = 0; run < 300; run++) {
      float[] found = apply(new SpectrogramMasks(0, 1, 4, 2), random);
      boolean[] frames = new boolean[FRAMES];
      boolean[] features = new boolean[FEATURES];
      for (int t = 0; t < FRAMES; t++) {
        frames[t] = all(found, t * FEATURES, 1, FEATURES);
      }
      for (int f = 0; f < FEATURES; f++) {
        features[f] = all(found, f, FEATURES, FRAMES);
      }
      assertTrue(count(frames) <= 4 || count(features) == FEATURES, "frames " + count(frames));
      assertTrue(count(features) <= 2, "features " + count(features));
      for (int i = 0; i < found.length; i++) {
        boolean covered = frames[i / FEATURES] || features[i % FEATURES];
        assertEquals(covered ? 550 + i % FEATURES : ramp()[i], found[i], 1e-3f);
        masked += covered ? 1 : 0;
      }
    }
    // 2 of 12 frames and 1 of 5 features on the average: a third.
    assertEquals(1 / 3.0, masked / 300.0 / ramp().length, 0.05);
  }

  /** Whether these are all their feature's mean. */
  private static boolean all(float[] values, int first, int step, int count) {
    for (int i = 0; i < count; i++) {
      int at = first + i * step;
      if (Math.abs(values[at] - (550 + at % FEATURES)) > 1e-3) {
        return false;
      }
    }
    return true;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  @Test
  void movesInTimeAndRepeatsTheFrameAtTheEnd() {
    Random random = new Random(2);
    boolean[] seen = new boolean[7];
    for (int run = 0; run < 200; run++) {
      float[] found = apply(new SpectrogramMasks(3, 1, 0, 0), random);
      int late = 6 - (int) found[6 * FEATURES] / 100;
      seen[late + 3] = true;
      for (int t = 0; t < FRAMES; t++) {
        int source = Math.max(0, Math.min(FRAMES - 1, t - late));
        assertEquals(100 * source + 2, found[t * FEATURES + 2]);
      }
    }
    assertArrayEquals(new boolean[] {true, true, true, true, true, true, true}, seen);
  }

  @Test
  void masksMayBeWiderThanTheSample() {
    for (float value : apply(new SpectrogramMasks(100, 3, 100, 100), new Random(3))) {
      assertTrue(Float.isFinite(value));
    }
  }

  @Test
  void isNothingForZerosAndRefusesLess() {
    assertEquals(Augmentation.none(), Augmentation.none().spectrogram(0, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new SpectrogramMasks(-1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new SpectrogramMasks(0, 0, 1, 1));
  }
}
