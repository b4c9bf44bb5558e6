package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.Golden;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network's input, and what has fixed steps, joined with other values. */
class GivenOperandsTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);

  @Test
  void beforeAndAfter() {
    Graph before = Passes.standard().run(SampleModels.skipping().read());
    Graph after = GivenOperands.apart(before);
    GraphVerifier.verify(after, "given-operands");
    Golden.check(
        "passes/given-operands-skipping.txt",
        "before " + GraphPrinter.print(before) + "\nafter " + GraphPrinter.print(after));
    float[] sample = reals(inputs(before).get(0));
    assertArrayEquals(
        new FloatInterpreter(before).run(sample), new FloatInterpreter(after).run(sample));
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "flattening", "padded", "pooledNorm", "views"})
  void othersStayTheSame(String model) {
    Graph graph = Passes.standard().run(SampleModels.named(model).read());
    assertSame(graph, GivenOperands.apart(graph));
  }

  /** The report has a line for each operator, those of the changes of scale too. */
  @Test
  void littleIsLost() {
    Graph floats = Passes.standard().run(SampleModels.skipping().read());
    Graph form = QuantForm.of(floats, QuantOptions.STANDARD);
    QuantGraph model = quantize(form);
    assertEquals(form, QuantForm.of(floats, QuantOptions.STANDARD, model));
    QuantStudy study = study(form, model);
    assertTrue(study.sqnr() > 30, study.toString());
    assertEquals(form.ops().size(), study.layers().size());
    List<QuantStudy.Layer> changes =
        study.layers().stream().filter(l -> l.operator().equals("fake_quantize")).toList();
    assertEquals(3, changes.size());
    for (QuantStudy.Layer layer : changes) {
      assertTrue(layer.sqnr() > 30, layer.toString());
      assertTrue(layer.alone().orElseThrow().sqnr() > 30, layer.toString());
    }
  }

  /** Parts of one value already have one quantisation, whatever range samples show. */
  @Test
  void partsOfTheInputNeedNothing() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .integers("order", 3, 1)
            .node("Gather", "x order", "some", Attr.integer("axis", 1))
            .node("Concat", "x some", "y", Attr.integer("axis", 1))
            .output("y");
    Graph graph = Passes.standard().run(model.read());
    assertSame(graph, GivenOperands.apart(graph));
    for (Op op : quantize(graph).graph().ops()) {
      assertEquals(INPUT, op.output().type().qparams());
    }
  }

  /** There is no change of scale of int16: refused, where it would compute something else. */
  @Test
  void wideActivationsAreRefused() {
    QuantOptions wide = QuantOptions.STANDARD.withActivations(Activations.INT16);
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .randomWeights("w", 4, 3)
            .node("Gemm", "x w", "a")
            .node("Concat", "x a", "y", Attr.integer("axis", 1))
            .node("Relu", "y", "z")
            .output("z");
    Graph graph = QuantForm.of(Passes.standard().run(model.read()), wide);
    List<float[]> samples = inputs(graph).stream().map(GivenOperandsTest::reals).toList();
    UpcallException e =
        assertThrows(UpcallException.class, () -> Quantizer.quantize(graph, INPUT, samples, wide));
    assertEquals("UP2206", e.diagnostics().get(0).code().id());
  }

  private static QuantStudy study(Graph form, QuantGraph model) {
    return QuantStudy.of("s", "made up", form, model, inputs(form), Optional.empty(), 1000);
  }

  private static QuantGraph quantize(Graph graph) {
    List<float[]> samples = inputs(graph).stream().map(GivenOperandsTest::reals).toList();
    QuantGraph model = Quantizer.quantize(graph, INPUT, samples);
    GraphVerifier.verify(model.graph(), "quantizer");
    return model;
  }

  private static float[] reals(byte[] input) {
    float[] reals = new float[input.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = INPUT.dequantize(input[i]);
    }
    return reals;
  }

  private static List<byte[]> inputs(Graph graph) {
    Random random = new Random(3);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      byte[] input = new byte[graph.inputs().get(0).shape().size()];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }
}
