package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import java.util.List;

/** Shapes are known when compiling: a constant. From opset 15 on of some axes only. */
final class ShapeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Shape", 1).anyType().attributes("start", "end");
  }

  @Override
  public void convert(NodeContext node) {
    List<Integer> dims = node.any(0).shape().dims();
    int start = cut(node.attributes().integer("start", 0), dims.size());
    int end = cut(node.attributes().integer("end", dims.size()), dims.size());
    long[] part =
        dims.subList(start, Math.max(start, end)).stream().mapToLong(Integer::longValue).toArray();
    node.result(
        node.constant(
            node.source().name(), Shape.of(part.length), ConstantData.ofLongs(DType.INT64, part)));
  }

  private static int cut(int axis, int rank) {
    return Math.min(rank, Math.max(0, axis < 0 ? axis + rank : axis));
  }
}
