package dev.upcall.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.range.Accumulators;
import dev.upcall.compiler.range.RangeAnalysis;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.tflite.TfliteImporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShortFormTest {
  private static final ClampRange ALL = new ClampRange(-128, 127);

  @Test
  void equalsTheReferenceAtEveryAccumulator() {
    Random random = new Random(1);
    int found = 0;
    for (int round = 0; round < 60; round++) {
      boolean relu = random.nextBoolean();
      int zeroPoint = relu ? -128 : random.nextInt(256) - 128;
      ClampRange range = random.nextInt(4) == 0 ? new ClampRange(-100, 90) : ALL;
      List<FixedPoint> factors = new ArrayList<>();
      List<Accumulators> reach = new ArrayList<>();
      double scale = Math.pow(2, -3 - 7 * random.nextDouble());
      for (int channel = 0; channel < 3; channel++) {
        factors.add(FixedPoint.of(scale * (0.2 + random.nextDouble())));
        long from = random.nextInt(60_000) - 50_000;
        reach.add(new Accumulators(from, from + random.nextInt(60_000)));
      }
      ShortFormSearch.Width width =
          random.nextBoolean() ? ShortFormSearch.Width.FULL : ShortFormSearch.Width.FLOORED;
      Optional<ShortForm> form = ShortFormSearch.find(factors, zeroPoint, range, reach, width);
      if (form.isPresent()) {
        found++;
        check(form.get(), factors, zeroPoint, range, reach);
      }
    }
    assertTrue(found > 30, found + " of 60 have a short form");
  }

  private static void check(
      ShortForm form,
      List<FixedPoint> factors,
      int zeroPoint,
      ClampRange range,
      List<Accumulators> reach) {
    for (int channel = 0; channel < factors.size(); channel++) {
      for (long acc = reach.get(channel).min(); acc <= reach.get(channel).max(); acc++) {
        int expected = range.clamp(factors.get(channel).apply((int) acc) + zeroPoint);
        assertEquals(expected, form.apply(channel, (int) acc), "accumulator " + acc);
      }
    }
  }

  @Test
  void thereIsNoneWhereAccumulatorsOverflowOrAreShiftedUp() {
    List<FixedPoint> half = List.of(FixedPoint.of(0.01));
    assertTrue(find(half, 1 << 20).isPresent());
    assertFalse(find(half, 1 << 23).isPresent());
    assertFalse(find(List.of(FixedPoint.of(1.5)), 100).isPresent());
  }

  private static Optional<ShortForm> find(List<FixedPoint> factors, int bound) {
    return ShortFormSearch.find(factors, -128, ALL, List.of(new Accumulators(-bound, bound)));
  }

  /**
   * One layer of these models has none: accumulators of a depthwise convolution in VWW need more
   * than 24 bits.
   */
  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void everyLayerOfKnownModelsHasOne(GoldenModel golden) {
    Graph graph = TfliteImporter.read(golden.model()).integers().orElseThrow().graph();
    RangeAnalysis ranges = RangeAnalysis.of(graph);
    List<Integer> without = new ArrayList<>();
    for (Op op : graph.ops()) {
      if (op instanceof Linear linear && ShortForms.of(linear, ranges.reach(linear)).isEmpty()) {
        without.add(op.source().node());
      }
    }
    assertEquals(golden == GoldenModel.VWW ? List.of(23) : List.of(), without);
  }
}
