package dev.upcall.compiler.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.ArgReduce.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes and element types that follow from operands, and operands that do not fit. */
class InferenceTest {
  private static final SourceRef SOURCE = new SourceRef("m.onnx", 0, "n", "Op");
  private static final Value OUT = value(DType.FLOAT32);

  @Test
  void binaryBroadcasts() {
    Op op = Binary.of(BinaryKind.SUB, floats(2, 1, 4), floats(3, 1), OUT, SOURCE);
    assertEquals(Shape.of(2, 3, 4), op.inferShape());
    assertEquals(DType.FLOAT32, op.inferDType());
  }

  @Test
  void comparisonsAreBooleans() {
    Op op = Binary.of(BinaryKind.LESS, floats(2), floats(1), OUT, SOURCE);
    assertEquals(DType.BOOL, op.inferDType());
  }

  @Test
  void binaryOfDifferentTypes() {
    refused(
        "mul of f32 and i32 elements",
        Binary.of(BinaryKind.MUL, floats(2), value(DType.INT32, 2), OUT, SOURCE));
    refused("and of f32 elements", Binary.of(BinaryKind.AND, floats(2), floats(2), OUT, SOURCE));
    refused(
        "max of b8 elements",
        Binary.of(BinaryKind.MAX, value(DType.BOOL, 2), value(DType.BOOL, 2), OUT, SOURCE));
    refused(
        "shapes [2] and [3] do not broadcast",
        Binary.of(BinaryKind.MAX, floats(2), floats(3), OUT, SOURCE));
  }

  @Test
  void unaryOfElementsItIsNotDefinedOn() {
    refused("exp of i64 elements", Unary.of(UnaryKind.EXP, value(DType.INT64, 2), OUT, SOURCE));
    refused("not of f32 elements", Unary.of(UnaryKind.NOT, floats(2), OUT, SOURCE));
    refused("neg of b8 elements", Unary.of(UnaryKind.NEG, value(DType.BOOL, 2), OUT, SOURCE));
  }

  @Test
  void reductions() {
    Value x = floats(2, 3, 4);
    assertEquals(
        Shape.of(3), new Reduce(ReduceKind.SUM, x, List.of(0, 2), false, OUT, SOURCE).inferShape());
    assertEquals(
        Shape.of(2, 1, 4),
        new Reduce(ReduceKind.SUM, x, List.of(1), true, OUT, SOURCE).inferShape());
    refused("axes [3] of [2,3,4]", new Reduce(ReduceKind.SUM, x, List.of(3), true, OUT, SOURCE));
    refused("axes [1, 1] of [2,3,4]", new Mean(x, List.of(1, 1), true, OUT, SOURCE));
    refused("axes [-1] of [2,3,4]", new Standardize(x, List.of(-1), 0, OUT, SOURCE));
    refused(
        "reduce_l2 of i32 elements",
        new Reduce(ReduceKind.L2, value(DType.INT32, 2), List.of(0), true, OUT, SOURCE));
  }

  @Test
  void argReduce() {
    Op op = new ArgReduce(Kind.MAX, floats(2, 3), 1, false, false, DType.INT64, OUT, SOURCE);
    assertEquals(Shape.of(2), op.inferShape());
    assertEquals(DType.INT64, op.inferDType());
    refused(
        "arg_min along the empty axis 1 of [2,0]",
        new ArgReduce(Kind.MIN, floats(2, 0), 1, false, false, DType.INT64, OUT, SOURCE));
  }

  @Test
  void where() {
    Value flag = value(DType.BOOL, 3, 1);
    assertEquals(
        Shape.of(2, 3, 4), new Where(flag, floats(4), floats(2, 1, 1), OUT, SOURCE).inferShape());
    refused("a condition of f32 elements", new Where(floats(1), floats(1), floats(1), OUT, SOURCE));
    refused(
        "a choice of f32 and i8 elements",
        new Where(flag, floats(1), value(DType.INT8, 1), OUT, SOURCE));
  }

  @Test
  void matMul() {
    assertEquals(
        Shape.of(5, 2, 3, 6),
        new MatMul(floats(5, 1, 3, 4), floats(2, 4, 6), OUT, SOURCE).inferShape());
    refused("[3,4] times [3,4]", new MatMul(floats(3, 4), floats(3, 4), OUT, SOURCE));
    refused("[4] times [4,2]", new MatMul(floats(4), floats(4, 2), OUT, SOURCE));
  }

  @Test
  void broadcastBeyondWhatCanBeCounted() {
    Op op = Binary.of(BinaryKind.MUL, floats(1 << 16, 1), floats(1 << 16), OUT, SOURCE);
    assertThrows(ArithmeticException.class, op::inferShape);
  }

  private static void refused(String message, Op op) {
    assertEquals(message, assertThrows(ShapeException.class, op::inferShape).getMessage());
  }

  private static Value floats(int... dims) {
    return value(DType.FLOAT32, dims);
  }

  private static Value value(DType dtype, int... dims) {
    return new Value(0, "v", TensorType.of(dtype, Shape.of(dims)));
  }
}
