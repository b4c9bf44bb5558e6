package dev.upcall.core.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRuleTest {
  @Test
  void minMaxIsWhatWasSeen() {
    Observer seen = new Observer();
    seen.observe(new float[] {1, -3, 0.5f});
    seen.observe(new float[] {2});
    assertEquals(new Range(-3, 2), RangeRule.MIN_MAX.choose(seen));
  }

  @Test
  void percentileLeavesOutliersOut() {
    Observer seen = uniformWithOutlier(50_000, 100);
    Range range = RangeRule.PERCENTILE.choose(seen);
    assertEquals(1, range.max(), 0.1);
    assertEquals(-1, range.min(), 0.1);
  }

  @Test
  void leastSquaresClipsAFarOutlierButNotTheBulk() {
    Observer seen = uniformWithOutlier(1_000_000, 20);
    Range range = RangeRule.MEAN_SQUARED_ERROR.choose(seen);
    assertTrue(range.max() < 10, range.toString());
    assertTrue(range.max() >= 1 && range.min() <= -0.98, range.toString());
  }

  @Test
  void leastSquaresKeepsAUniformRange() {
    Range range = RangeRule.MEAN_SQUARED_ERROR.choose(uniformWithOutlier(10_000, 1));
    assertEquals(1, range.max(), 0.05);
    assertEquals(-1, range.min(), 0.05);
  }

  @Test
  void entropyClipsAFarOutlierButNotTheBulk() {
    Range range = RangeRule.ENTROPY.choose(gaussianWithOutlier(100_000, 30));
    assertTrue(range.max() < 15, range.toString());
    assertTrue(range.max() > 2 && range.min() < -2, range.toString());
  }

  @Test
  void entropyKeepsAUniformRange() {
    Range range = RangeRule.ENTROPY.choose(uniformWithOutlier(100_000, 1));
    assertEquals(1, range.max(), 0.05);
    assertEquals(-1, range.min(), 0.05);
  }

  @ParameterizedTest
  @EnumSource(RangeRule.class)
  void nothingButZeros(RangeRule rule) {
    Observer seen = new Observer();
    seen.observe(new float[10]);
    assertEquals(new Range(0, 0), rule.choose(seen));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(float element) {
    Observer seen = new Observer();
    float[] elements = {1, element};
    assertThrows(IllegalArgumentException.class, () -> seen.observe(elements));
  }

  @ParameterizedTest
  @EnumSource(RangeRule.class)
  void oneValue(RangeRule rule) {
    Observer seen = new Observer();
    seen.observe(new float[] {5});
    Range range = rule.choose(seen);
    assertEquals(5, range.max(), 0.3);
  }

  @Property(tries = 200)
  void everyRuleStaysWithinWhatWasSeenAndZero(
      @ForAll @Size(min = 1, max = 60) List<@FloatRange(min = -1e6f, max = 1e6f) Float> values) {
    Observer seen = new Observer();
    values.forEach(value -> seen.observe(new float[] {value}));
    for (RangeRule rule : RangeRule.values()) {
      Range range = rule.choose(seen);
      assertTrue(range.min() >= Math.min(0, seen.min()), rule + " " + range);
      assertTrue(range.max() <= Math.max(0, seen.max()), rule + " " + range);
    }
  }

  @Property(tries = 100)
  void histogramCountsEveryElementWhateverTheOrder(@ForAll long seed) {
    Random random = new Random(seed);
    float[] values = new float[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    }
    Observer forward = new Observer();
    Observer backward = new Observer();
    for (int i = 0; i < values.length; i++) {
      forward.observe(new float[] {values[i]});
      backward.observe(new float[] {values[values.length - 1 - i]});
    }
    long total = forward.zeros();
    for (int i = 0; i < 2 * Observer.HALF; i++) {
      assertEquals(backward.count(i), forward.count(i));
      total += forward.count(i);
    }
    assertEquals(values.length, total);
  }

  private static Observer gaussianWithOutlier(int count, float outlier) {
    Random random = new Random(9);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    values[0] = outlier;
    Observer seen = new Observer();
    seen.observe(values);
    return seen;
  }

  private static Observer uniformWithOutlier(int count, float outlier) {
    Random random = new Random(9);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    values[0] = outlier;
    Observer seen = new Observer();
    seen.observe(values);
    return seen;
  }
}
