package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.quant.WeightRounding;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixedWeightsTest {
  /** Coarse, so that 4 bits cost accuracy. */
  private static final QuantOptions OPTIONS =
      QuantOptions.STANDARD.withRounding(WeightRounding.NEAREST).withBiasCorrection(false);

  private final Graph graph = Passes.standard().run(SampleModels.residual().read());
  private final Calibration calibration = new Calibration(QParams.ofRange(-2, 2), inputs(1, 16));

  @Test
  void weightsFitTheirBytesAndNoLayerTooManyHasFourBits() {
    int all = bytes(WeightBits.INT8);
    for (int budget : new int[] {all, all - 1, all * 3 / 4, bytes(WeightBits.INT4)}) {
      WeightBits chosen = choose(bytesAlone(budget), Optional.empty());
      assertTrue(bytes(chosen) <= budget, bytes(chosen) + " for " + budget);
      chosen.exceptions().keySet().stream()
          .findAny()
          .ifPresent(layer -> assertTrue(bytes(chosen) > budget - largest(), "wasted"));
    }
    assertEquals(WeightBits.INT8, choose(bytesAlone(all), Optional.empty()));
  }

  @Test
  void bytesThatCannotBeMetAreRefused() {
    MixedBudget tight = bytesAlone(bytes(WeightBits.INT8) / 2 - 1);
    UpcallException e = assertThrows(UpcallException.class, () -> choose(tight, Optional.empty()));
    assertEquals(Exit.DOES_NOT_FIT, e.exit());
  }

  @Test
  void accuracyBoundsHowManyLayersGetFourBits() {
    Dataset labelled = labelled();
    WeightBits none = choose(accuracy(0), Optional.of(labelled));
    WeightBits all = choose(accuracy(100), Optional.of(labelled));
    WeightBits some = choose(accuracy(3), Optional.of(labelled));
    assertTrue(none.exceptions().size() < all.exceptions().size());
    assertTrue(bytes(all) < bytes(WeightBits.INT4), "depthwise layers too");
    double loss =
        QuantStudy.accuracy(graph, quantize(some), labelled.raw(), labelled.labels())
            .loss()
            .points();
    assertTrue(loss <= 3, "lost " + loss);
  }

  @Test
  void accuracyWithoutLabelsIsRefused() {
    assertThrows(UpcallException.class, () -> choose(accuracy(1), Optional.empty()));
  }

  private WeightBits choose(MixedBudget budget, Optional<Dataset> select) {
    Optional<LabelledSamples> labelled =
        select.map(samples -> new LabelledSamples(samples, NumberChoiceTest.END));
    return new MixedWeights(graph, calibration, OPTIONS, budget, labelled).choose();
  }

  private static MixedBudget bytesAlone(int bytes) {
    return new MixedBudget(OptionalInt.of(bytes), OptionalDouble.empty());
  }

  private static MixedBudget accuracy(double points) {
    return new MixedBudget(OptionalInt.empty(), OptionalDouble.of(points));
  }

  private QuantGraph quantize(WeightBits bits) {
    return Quantizer.quantize(
        graph, calibration.input(), calibration.reals(), OPTIONS.withWeights(bits));
  }

  private int bytes(WeightBits bits) {
    int bytes = 0;
    for (Op op : quantize(bits).graph().ops()) {
      bytes += op instanceof Linear linear ? linear.weights().type().bytes() : 0;
    }
    return bytes;
  }

  /** Bytes that one layer saves at most. */
  private int largest() {
    int largest = 0;
    for (Op op : graph.ops()) {
      largest =
          Math.max(largest, op instanceof Linear linear ? linear.weights().shape().size() / 2 : 0);
    }
    return largest;
  }

  /** By what the floats say. */
  private Dataset labelled() {
    List<byte[]> inputs = inputs(2, 64);
    FloatInterpreter exact = new FloatInterpreter(graph);
    int[] labels =
        new Calibration(calibration.input(), inputs)
            .reals().stream().mapToInt(real -> Argmax.of(exact.run(real))).toArray();
    return Dataset.of("made", inputs, labels);
  }

  private List<byte[]> inputs(long seed, int count) {
    Random random = new Random(seed);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[graph.inputs().get(0).shape().size()];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }
}
