package dev.upcall.compiler.floats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Integers and booleans in a float graph are exact. */
class ElementTypesTest {
  private static final SourceRef SOURCE = new SourceRef("m.onnx", 0, "n", "Op");

  @Test
  void integersBeyondFloatsAreExact() {
    long large = (1L << 53) + 1;
    Tensor sum =
        run((a, out) -> new Add(a, a, Activation.NONE, out, SOURCE), Tensor.of(DType.INT64, large));
    assertArrayEquals(new long[] {2 * large}, sum.integers());
  }

  @Test
  void integersWrapInTheirType() {
    Tensor square =
        run(
            (a, out) -> Binary.of(BinaryKind.MUL, a, a, out, SOURCE),
            Tensor.of(DType.UINT8, 15, 16, 17));
    assertArrayEquals(new long[] {225, 0, 33}, square.integers());
    Tensor negated =
        run((a, out) -> Unary.of(UnaryKind.NEG, a, out, SOURCE), Tensor.of(DType.INT8, -128, 5));
    assertArrayEquals(new long[] {-128, -5}, negated.integers());
  }

  @Test
  void integerDivision() {
    GraphBuilder builder = new GraphBuilder("g");
    Value a = builder.input("a", TensorType.of(DType.INT32, Shape.of(4)));
    Value b = builder.input("b", TensorType.of(DType.INT32, Shape.of(4)));
    builder.output(builder.add("y", out -> Binary.of(BinaryKind.DIV, a, b, out, SOURCE)));
    Tensor quotient =
        new FloatInterpreter(builder.build())
            .runTensors(
                List.of(
                    Tensor.of(DType.INT32, 7, -7, Integer.MIN_VALUE, 1),
                    Tensor.of(DType.INT32, 2, 2, -1, 0)),
                (value, tensor) -> {})
            .get(0);
    assertArrayEquals(new long[] {3, -3, Integer.MIN_VALUE, 0}, quotient.integers());
  }

  @Test
  void casts() {
    assertArrayEquals(
        new long[] {-2, 0, 44, 1},
        run((a, out) -> new Cast(a, DType.INT8, out, SOURCE), Tensor.of(-2.9f, 0.5f, 300f, 1f))
            .integers());
    assertArrayEquals(
        new long[] {1, 0, 1},
        run((a, out) -> new Cast(a, DType.BOOL, out, SOURCE), Tensor.of(0.5f, -0f, Float.NaN))
            .integers());
    assertArrayEquals(
        new float[] {255, 0},
        run((a, out) -> new Cast(a, DType.FLOAT32, out, SOURCE), Tensor.of(DType.UINT8, 255, 0))
            .floats());
  }

  @Test
  void reductionsOfNothing() {
    assertEquals(
        Float.NEGATIVE_INFINITY, reduce(ReduceKind.MAX, Tensor.of(new float[0])).floats()[0]);
    assertEquals(0, reduce(ReduceKind.SUM, Tensor.of(new float[0])).floats()[0]);
    assertEquals(-128, reduce(ReduceKind.MAX, Tensor.of(DType.INT8)).integers()[0]);
    assertEquals(0xffff, reduce(ReduceKind.MIN, Tensor.of(DType.UINT16)).integers()[0]);
  }

  @Test
  void errorFunction() {
    // Values of Abramowitz and Stegun, table 7.1.
    assertEquals(0.5204998778, Functions.erf(0.5), 1e-10);
    assertEquals(-0.8427007929, Functions.erf(-1), 1e-10);
    assertEquals(0.9999779095, Functions.erf(3), 1e-10);
    assertEquals(0, Functions.erf(0));
    assertEquals(1, Functions.erf(Double.POSITIVE_INFINITY));
  }

  private static Tensor reduce(ReduceKind kind, Tensor input) {
    return run((a, out) -> new Reduce(kind, a, List.of(0), false, out, SOURCE), input);
  }

  private static Tensor run(BiFunction<Value, Value, Op> op, Tensor input) {
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", TensorType.of(input.dtype(), Shape.of(input.size())));
    builder.output(builder.add("y", out -> op.apply(x, out)));
    return new FloatInterpreter(builder.build())
        .runTensors(List.of(input), (value, tensor) -> {})
        .get(0);
  }
}
