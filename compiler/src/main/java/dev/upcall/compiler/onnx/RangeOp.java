package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** start, start + delta, ... before limit: a constant. */
final class RangeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Range", 3)
        .anyType()
        .since(11)
        .constraints("start, limit and delta are constant");
  }

  @Override
  public void convert(NodeContext node) {
    DType dtype = node.any(0).type().dtype();
    boolean real = dtype == DType.FLOAT32;
    if (!real && dtype != DType.INT64 && dtype != DType.INT32 && dtype != DType.INT16) {
      throw node.unsupported("a range of " + dtype.irName(), "f32, i16, i32 or i64");
    }
    double start = number(node, 0, real);
    double limit = number(node, 1, real);
    double delta = number(node, 2, real);
    double count = Math.ceil((limit - start) / delta);
    if (delta == 0 || Double.isNaN(count)) {
      throw new ShapeException(start + " to " + limit + " by " + delta);
    }
    Shape shape = node.checkShape(List.of((long) Math.max(0, count)));
    Value result =
        node.constant(node.source().name(), shape, elements(dtype, start, delta, shape.size()));
    node.result(result);
  }

  private static ConstantData elements(DType dtype, double start, double delta, int count) {
    float[] reals = new float[count];
    long[] integers = new long[count];
    for (int i = 0; i < count; i++) {
      reals[i] = (float) (start + i * delta);
      integers[i] = (long) start + i * (long) delta;
    }
    return dtype == DType.FLOAT32
        ? ConstantData.ofFloats(reals)
        : ConstantData.ofLongs(dtype, integers);
  }

  private static double number(NodeContext node, int operand, boolean real) {
    return real ? node.scalar(operand, "range") : node.longs(operand, "range").get(0);
  }
}
