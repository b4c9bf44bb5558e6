package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.Activations;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.diagnostic.Diagnostic;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is chosen where flash, RAM and accuracy are bounded, and what is said where all are not. */
@TestInstance(Lifecycle.PER_CLASS)
class NumberChoiceTest {
  private static final QuantOptions BYTES = QuantOptions.STANDARD;
  private static final QuantOptions WIDE = BYTES.withActivations(Activations.INT16);

  private final Graph graph = Passes.standard().run(SampleModels.residual().read());
  private final Calibration calibration = new Calibration(QParams.ofRange(-2, 2), inputs(1, 16));

  /** Of a network with one output. */
  static final List<Ladder.Exit> END = List.of(new Ladder.Exit(0, 0, "stage", List.of()));

  private final Dataset select = labelled();
  private final double lostByBytes = loss(BYTES);
  private final double lostByWide = loss(WIDE);

  /** Between what the two lose. */
  private final double drop = (lostByBytes + lostByWide) / 2;

  @Test
  void activationsGetSixteenBitsWhereAccuracyNeedsThem() {
    assertTrue(lostByWide < lostByBytes, lostByWide + " and " + lostByBytes);
    QuantOptions chosen = choose(Integer.MAX_VALUE, drop);
    assertEquals(Activations.INT16, chosen.activations());
    assertEquals(Activations.INT8, choose(Integer.MAX_VALUE, lostByBytes).activations());
  }

  @Test
  void withoutRoomForThemTheNearestPointsAreNamed() {
    int bytes = ram(quantize(BYTES));
    UpcallException e = assertThrows(UpcallException.class, () -> choose(bytes, drop));
    assertEquals(Exit.ACCURACY_GATE, e.exit());
    Diagnostic d = e.diagnostics().get(0);
    assertEquals("UP2321", d.code().id());
    assertTrue(d.found().contains("int8 activations: "), d.found());
    assertTrue(d.found().contains("int16 activations: "), d.found());
    assertTrue(d.found().contains(bytes + " B of RAM"), d.found());
  }

  @Test
  void ramThatBytesDoNotFitIsRefusedByThePlan() {
    int bytes = ram(quantize(BYTES));
    UpcallException e = assertThrows(UpcallException.class, () -> choose(bytes - 1, 100));
    assertEquals("UP2331", e.diagnostics().get(0).code().id());
  }

  @Test
  void accuracyAloneTakesFourBitsOnlyWhereThatIsAsked() {
    MixedBudget kept = new MixedBudget(OptionalInt.empty(), OptionalDouble.of(100), false);
    assertEquals(WeightBits.INT8, choose(kept, Integer.MAX_VALUE).weights());
    MixedBudget mixed = new MixedBudget(OptionalInt.empty(), OptionalDouble.of(100));
    assertFalse(choose(mixed, Integer.MAX_VALUE).weights().exceptions().isEmpty());
  }

  @Test
  void theGateHoldsWhatIsMeasured() {
    QuantGraph model = quantize(BYTES);
    new AccuracyGate(lostByBytes, Optional.of(new LabelledSamples(select, END)))
        .require("stage", graph, model);
    AccuracyGate closed =
        new AccuracyGate(lostByBytes - 0.1, Optional.of(new LabelledSamples(select, END)));
    UpcallException e =
        assertThrows(UpcallException.class, () -> closed.require("stage", graph, model));
    assertEquals(Exit.ACCURACY_GATE, e.exit());
    AccuracyGate blind = new AccuracyGate(1, Optional.empty());
    assertEquals(
        Exit.USAGE,
        assertThrows(UpcallException.class, () -> blind.require("stage", graph, model)).exit());
  }

  /** By accuracy with weights of 8 bits: there is room for them. */
  private QuantOptions choose(int ram, double points) {
    return choose(
        new MixedBudget(OptionalInt.of(Integer.MAX_VALUE), OptionalDouble.of(points)), ram);
  }

  private QuantOptions choose(MixedBudget budget, int ram) {
    NumberChoice.Memory memory =
        model -> {
          int bytes = ram(model);
          if (bytes > ram) {
            throw Diagnostic.of(CompilerCode.RAM_BUDGET, "stage")
                .found("%d bytes", bytes)
                .toException();
          }
          return bytes;
        };
    return new NumberChoice(
            graph,
            calibration,
            BYTES,
            budget,
            Optional.of(new LabelledSamples(select, END)),
            memory)
        .choose();
  }

  private double loss(QuantOptions options) {
    Graph form = QuantForm.of(graph, options);
    return QuantStudy.accuracy(form, quantize(options), select.raw(), select.labels())
        .loss()
        .points();
  }

  private QuantGraph quantize(QuantOptions options) {
    return Quantizer.quantize(
        QuantForm.of(graph, options), calibration.input(), calibration.reals(), options);
  }

  /** In place of the planner: all activations side by side. */
  private static int ram(QuantGraph model) {
    return model.graph().ops().stream().mapToInt(op -> op.output().type().bytes()).sum();
  }

  /** By what the floats say; of inputs that bytes get wrong there are many. */
  private Dataset labelled() {
    FloatInterpreter exact = new FloatInterpreter(graph);
    QuantGraph bytes = quantize(BYTES);
    Interpreter integer = new Interpreter();
    List<byte[]> chosen = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<byte[]> all = inputs(2, 1500);
    List<float[]> reals = new Calibration(calibration.input(), all).reals();
    for (int i = 0; i < all.size(); i++) {
      int label = Argmax.of(exact.run(reals.get(i)));
      boolean wrong = top(integer.run(bytes, all.get(i))) != label;
      if (wrong || i % 15 == 0) {
        chosen.add(all.get(i));
        labels.add(label);
      }
    }
    return Dataset.of("made", chosen, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int top(byte[] scores) {
    float[] reals = new float[scores.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = scores[i];
    }
    return Argmax.of(reals);
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
