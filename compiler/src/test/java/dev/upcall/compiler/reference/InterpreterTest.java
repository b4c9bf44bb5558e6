package dev.upcall.compiler.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.QuantGraphMaker;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Small cases whose results were worked out by hand from TFLite's reference kernels. */
class InterpreterTest {
  private static final SourceRef SOURCE = new SourceRef("hand.onnx", 0, "op", "Op");

  private final Interpreter interpreter = new Interpreter();

  @Test
  void fullyConnectedAccumulatesScalesAndClamps() {
    GraphBuilder builder = new GraphBuilder("fc");
    Value x = builder.input("x", int8(new QParams(0.5f, -1), 1, 2));
    Value w = builder.newValue("w", int8(new QParams(0.25f, 0), 3, 2));
    builder.addConstant(w, ConstantData.ofBytes(new byte[] {1, 2, -3, 4, 127, 127}));
    Value b = builder.newValue("b", TensorType.of(DType.INT32, Shape.of(3)));
    builder.addConstant(b, ConstantData.ofInts(new int[] {3, 0, 0}));
    Value out = builder.newValue("y", int8(new QParams(0.25f, 10), 1, 3));
    builder.add(new FullyConnected(x, w, b, Activation.RELU, out, SOURCE));
    builder.output(out);
    // x - zero point = {4, 8}: sums 3 + 4 + 16 = 23, -12 + 32 = 20, 1524; factor 0.5.
    // 11.5 rounds away from zero to 12; 762 saturates.
    byte[] result = interpreter.run(new QuantGraph(builder.build()), new byte[] {3, 7});
    assertArrayEquals(new byte[] {22, 20, 127}, result);
  }

  @Test
  void addBringsBothSidesToOneScale() {
    // 2 * 0.5 twice is 2, four steps of 0.5 above -3.
    byte[] result =
        run(
            int8(new QParams(0.5f, 0), 1, 1),
            int8(new QParams(0.5f, -3), 1, 1),
            (x, out) -> new Add(x, x, Activation.NONE, out, SOURCE),
            (byte) 2);
    assertArrayEquals(new byte[] {1}, result);
  }

  @Test
  void averageRoundsHalfAwayFromZero() {
    Window window = new Window(1, 1, 1, 1, 0, 0, 0, 0);
    QParams qparams = new QParams(1, 0);
    for (int sign : new int[] {1, -1}) {
      byte[] result =
          run(
              int8(qparams, 1, 1, 2, 1),
              int8(qparams, 1, 1, 1, 1),
              (x, out) -> new AveragePool2D(x, 1, 2, window, false, Activation.NONE, out, SOURCE),
              (byte) (sign * 2),
              (byte) (sign * 3));
      assertArrayEquals(new byte[] {(byte) (sign * 3)}, result);
    }
  }

  @Test
  void countedPaddingIsRealZero() {
    Window window = new Window(1, 1, 1, 1, 0, 0, 1, 0);
    QParams qparams = new QParams(1, 10);
    byte[] result =
        run(
            int8(qparams, 1, 1, 1, 1),
            int8(qparams, 1, 1, 1, 1),
            (x, out) -> new AveragePool2D(x, 1, 2, window, true, Activation.NONE, out, SOURCE),
            (byte) 30);
    assertArrayEquals(new byte[] {20}, result);
  }

  @Test
  void meanFoldsTheCountIntoItsFactor() {
    byte[] result =
        run(
            int8(new QParams(0.1f, 5), 1, 1, 3, 1),
            int8(new QParams(0.2f, -7), 1, 1),
            (x, out) -> new Mean(x, List.of(1, 2), false, out, SOURCE),
            (byte) 10,
            (byte) 20,
            (byte) 45);
    // Mean of 5, 15, 40 is 20, half as many steps of twice the size.
    assertArrayEquals(new byte[] {3}, result);
  }

  @Test
  void softmaxIsCloseToTheRealOneAndSumsToOne() {
    Random random = new Random(1);
    QParams qparams = new QParams(0.08f, 3);
    for (int i = 0; i < 2_000; i++) {
      byte[] input = new byte[1 + random.nextInt(12)];
      random.nextBytes(input);
      byte[] result =
          run(
              int8(qparams, 1, input.length),
              int8(new QParams(1f / 256, -128), 1, input.length),
              (x, out) -> new Softmax(x, 1, out, SOURCE),
              input);
      double sum = 0;
      for (byte b : input) {
        sum += Math.exp(qparams.dequantize(b));
      }
      for (int k = 0; k < input.length; k++) {
        double real = Math.exp(qparams.dequantize(input[k])) / sum;
        assertEquals(Math.min(real, 255 / 256.0), (result[k] + 128) / 256.0, 0.6 / 256);
      }
    }
  }

  @Test
  void givesEveryActivation() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(2));
    Value x = maker.input(1, 4, 4, 3);
    Value y = maker.clamp(x, Activation.RELU);
    Value z = maker.mean(y, List.of(1, 2), false);
    QuantGraph model = maker.build(z);
    var values = interpreter.runAll(model, new byte[48]);
    assertEquals(3, values.size());
    assertArrayEquals(values.get(z.id()), interpreter.run(model, new byte[48]));
  }

  @Test
  void refusesAnInputOfAnotherSize() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(2));
    QuantGraph model = maker.build(maker.clamp(maker.input(1, 4), Activation.RELU));
    String message =
        assertThrows(IllegalArgumentException.class, () -> interpreter.run(model, new byte[5]))
            .getMessage();
    assertTrue(message.contains("4 elements, not 5"), message);
  }

  private byte[] run(
      TensorType in, TensorType out, BiFunction<Value, Value, Op> op, byte... input) {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", in);
    Value y = builder.newValue("y", out);
    builder.add(op.apply(x, y));
    builder.output(y);
    return interpreter.run(new QuantGraph(builder.build()), input);
  }

  private static TensorType int8(QParams qparams, int... dims) {
    return TensorType.quantized(DType.INT8, Shape.of(dims), qparams);
  }
}
