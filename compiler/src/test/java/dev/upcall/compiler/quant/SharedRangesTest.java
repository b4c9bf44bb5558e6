package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operators that want one quantisation for several values, and those that fix theirs. */
class SharedRangesTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);
  private static final SourceRef SOURCE = new SourceRef("made.onnx", 0, "node", "Node");

  private final GraphBuilder builder = new GraphBuilder("made");
  private final Random random = new Random(1);
  private final Value input = builder.input("x", TensorType.of(DType.FLOAT32, Shape.of(1, 6)));

  /** A small and a wide branch; the small one also goes through a slice. */
  @Test
  void concatenatedBranchesShareTheWiderRange() {
    Value small = dense(input, 0.1f);
    Value wide = dense(input, 10);
    Value part =
        builder.add(
            "part",
            out -> new Slice(small, List.of(0, 1), List.of(1, 2), List.of(1, 2), out, SOURCE));
    Value constant = builder.constant("c", Shape.of(1, 2), new float[] {90, -3});
    Value joined =
        builder.add("joined", out -> new Concat(List.of(part, wide, constant), 1, out, SOURCE));
    QuantGraph model = quantize(dense(joined, 1));
    Op concat = model.graph().ops().get(3);
    for (Value operand : concat.inputs()) {
      assertEquals(concat.output().type().qparams(), operand.type().qparams());
    }
    assertTrue(concat.output().type().qparams().dequantize(127) > 89);
    assertSqnr(model, 15);
  }

  @Test
  void maximumNeedsOneRange() {
    Value left = dense(input, 0.1f);
    Value right = dense(input, 1);
    Value max =
        builder.add(
            "max", out -> new Binary(BinaryKind.MAX, left, right, Activation.NONE, out, SOURCE));
    QuantGraph model = quantize(dense(max, 1));
    Op op = model.graph().ops().get(2);
    assertEquals(op.inputs().get(0).type().qparams(), op.inputs().get(1).type().qparams());
    assertSqnr(model, 20);
  }

  @Test
  void sigmoidAndTanhHaveTheirOwn() {
    Value wide = dense(input, 3);
    Value sigmoid = builder.add("s", out -> new Unary(UnaryKind.SIGMOID, wide, 0, 0, out, SOURCE));
    Value tanh = builder.add("t", out -> new Unary(UnaryKind.TANH, sigmoid, 0, 0, out, SOURCE));
    Value product =
        builder.add(
            "p", out -> new Binary(BinaryKind.MUL, sigmoid, tanh, Activation.NONE, out, SOURCE));
    QuantGraph model = quantize(product);
    assertEquals(new QParams(1f / 256, -128), type(model, 1));
    assertEquals(new QParams(1f / 128, 0), type(model, 2));
    assertSqnr(model, 25);
  }

  /** The input's scale is the manifest's and cannot follow: it needs a value of its own. */
  @Test
  void asItIsTheInputCannotBeConcatenatedWithWiderValues() {
    Value wide = dense(input, 10);
    Value joined = builder.add("joined", out -> new Concat(List.of(input, wide), 1, out, SOURCE));
    UpcallException e = assertThrows(UpcallException.class, () -> quantize(joined));
    assertEquals("UP2206", e.diagnostics().get(0).code().id());
  }

  @Test
  void operatorsWithoutIntegersAreRefused() {
    Value one = builder.constant("one", Shape.of(6), new float[] {1, 1, 1, 1, 1, 1});
    Value normal =
        builder.add(
            "n", out -> new BatchNormalization(input, one, one, one, one, 1e-5f, out, SOURCE));
    UpcallException e = assertThrows(UpcallException.class, () -> quantize(normal));
    assertEquals("UP2206", e.diagnostics().get(0).code().id());
  }

  private Value dense(Value from, float scale) {
    int depth = from.shape().dim(1);
    float[] weights = new float[6 * depth];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = scale * (random.nextFloat() - 0.5f);
    }
    Value w = builder.constant("w", Shape.of(6, depth), weights);
    Value b = builder.constant("b", Shape.of(6), new float[6]);
    return builder.add(
        "dense", out -> new FullyConnected(from, w, b, Activation.NONE, out, SOURCE));
  }

  private QuantGraph quantize(Value output) {
    builder.output(output);
    QuantGraph model = Quantizer.quantize(builder.build(), INPUT, reals());
    GraphVerifier.verify(model.graph(), "quantizer");
    return model;
  }

  private void assertSqnr(QuantGraph model, double least) {
    QuantStudy study =
        QuantStudy.of("made", "made up", builder.build(), model, inputs(), Optional.empty(), 1000);
    assertTrue(study.sqnr() > least, study.toString());
  }

  private static QParams type(QuantGraph model, int op) {
    return model.graph().ops().get(op).output().type().qparams();
  }

  private static List<float[]> reals() {
    List<float[]> reals = new ArrayList<>();
    for (byte[] bytes : inputs()) {
      float[] sample = new float[bytes.length];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = INPUT.dequantize(bytes[i]);
      }
      reals.add(sample);
    }
    return reals;
  }

  private static List<byte[]> inputs() {
    Random seeded = new Random(2);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] bytes = new byte[6];
      seeded.nextBytes(bytes);
      inputs.add(bytes);
    }
    return inputs;
  }
}
