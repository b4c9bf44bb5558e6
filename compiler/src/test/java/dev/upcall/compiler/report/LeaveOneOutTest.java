package dev.upcall.compiler.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);

  private final Graph graph = Passes.standard().run(SampleModels.residual().read());
  private final List<byte[]> inputs = inputs();
  private final List<float[]> samples = inputs.stream().map(LeaveOneOutTest::reals).toList();

  /** The layer with few bits is the one to blame; what it costs shows behind it too. */
  @Test
  void findsTheLayerThatCosts() {
    int coarse = graph.ops().get(2).output().id();
    QuantGraph model = quantize(new WeightBits(8, Map.of(coarse, 4)));
    Map<Integer, LeaveOneOut.Cost> costs =
        new LeaveOneOut(graph, model).costs(samples, Optional.empty());
    double worst = costs.get(coarse).sqnr();
    costs.forEach(
        (layer, cost) -> {
          assertEquals(Optional.empty(), cost.lossPoints());
          if (layer != coarse) {
            assertTrue(cost.sqnr() > worst + 1, layer + ": " + cost.sqnr() + " and " + worst);
          }
        });
    QuantStudy study = study(model, Optional.empty());
    assertTrue(study.sqnr() < worst + 1, study.sqnr() + " with all, alone " + worst);
    assertEquals(List.of(8, 8, 4), bits(study).subList(0, 3));
  }

  /** Reshapes and maximum pooling round nothing. */
  @Test
  void leavesOutWhatRoundsNothing() {
    QuantStudy study = study(quantize(WeightBits.INT8), Optional.empty());
    for (QuantStudy.Layer layer : study.layers()) {
      boolean exact = layer.operator().equals("max_pool2d") || layer.operator().equals("reshape");
      assertEquals(!exact, layer.alone().isPresent(), layer.operator());
    }
  }

  /** Labelled by the floats, so that these are always right. */
  @Test
  void countsPointsAgainstTheFloats() {
    FloatInterpreter exact = new FloatInterpreter(graph);
    int[] labels = samples.stream().mapToInt(sample -> Argmax.of(exact.run(sample))).toArray();
    QuantStudy study = study(quantize(WeightBits.INT4), Optional.of(labels));
    QuantStudy.Accuracy accuracy = study.accuracy().orElseThrow();
    assertEquals(1, accuracy.floats());
    assertEquals(100 * (1 - accuracy.integers()), accuracy.loss().points(), 1e-9);
    assertTrue(accuracy.loss().points() > 0);
    double worst =
        study.layers().stream()
            .flatMap(layer -> layer.alone().stream())
            .mapToDouble(cost -> cost.lossPoints().orElseThrow())
            .peek(points -> assertTrue(points >= 0))
            .max()
            .orElseThrow();
    assertTrue(worst > 0);
  }

  @Test
  void pairedLossCountsWhatChanged() {
    boolean[] before = {true, true, true, false, false, true, true, true};
    boolean[] after = {true, false, false, true, false, true, true, true};
    PairedLoss loss = PairedLoss.of(before, after);
    assertEquals(8, loss.n());
    assertEquals(12.5, loss.points());
    assertTrue(loss.low() < 0 && loss.high() > 12.5);
    assertTrue(PairedLoss.of(before, before).high() > 0);
    boolean[] many = new boolean[100_000];
    PairedLoss equal = PairedLoss.of(many, many);
    assertArrayEquals(new double[] {0, 0}, new double[] {equal.low(), equal.high()}, 0.01);
  }

  private static List<Integer> bits(QuantStudy study) {
    return study.layers().stream().map(QuantStudy.Layer::weightBits).toList();
  }

  private QuantStudy study(QuantGraph model, Optional<int[]> labels) {
    return QuantStudy.of("residual", "made up", graph, model, inputs, labels, 1000);
  }

  private QuantGraph quantize(WeightBits bits) {
    return Quantizer.quantize(graph, INPUT, samples, QuantOptions.STANDARD.withWeights(bits));
  }

  private List<byte[]> inputs() {
    Random random = new Random(4);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] input = new byte[graph.inputs().get(0).shape().size()];
      random.nextBytes(input);
      all.add(input);
    }
    return all;
  }

  private static float[] reals(byte[] input) {
    float[] reals = new float[input.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = INPUT.dequantize(input[i]);
    }
    return reals;
  }
}
