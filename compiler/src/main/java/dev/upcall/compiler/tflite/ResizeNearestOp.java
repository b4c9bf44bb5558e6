package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;

/**
 * An order of rows and one of columns. TFLite's {@code GetNearestNeighbor} ({@code
 * kernels/internal/reference/resize_nearest_neighbor.h}), in float.
 */
final class ResizeNearestOp implements TfliteOp {
  private static final int ALIGN_CORNERS = 0;
  private static final int HALF_PIXEL = 1;

  @Override
  public OpSpec spec() {
    return OpSpec.of(97, 2, 2, 74, 2).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    Shape out = node.output().shape();
    if (input.shape().rank() != 4 || out.rank() != 4) {
      throw node.unsupported("input " + input.shape(), "[N,H,W,C]");
    }
    boolean align = node.options().flag(ALIGN_CORNERS);
    boolean half = node.options().flag(HALF_PIXEL);
    Value rows =
        Indices.along(node, input, 1, nearest(input.shape().dim(1), out.dim(1), align, half));
    int[] columns = nearest(input.shape().dim(2), out.dim(2), align, half);
    Value order = Indices.constant(node, Shape.of(columns.length), columns, input.shape().dim(2));
    node.result(output -> new Gather(rows, order, 2, output, node.source()));
  }

  private static int[] nearest(int in, int out, boolean align, boolean half) {
    float scale = align && out > 1 ? (in - 1) / (float) (out - 1) : in / (float) out;
    float offset = half ? 0.5f : 0;
    int[] indices = new int[out];
    for (int i = 0; i < out; i++) {
      float at = (i + offset) * scale;
      int index = align ? (int) Math.floor(at + 0.5) : (int) Math.floor(at);
      indices[i] = Math.max(0, Math.min(in - 1, index));
    }
    return indices;
  }
}
