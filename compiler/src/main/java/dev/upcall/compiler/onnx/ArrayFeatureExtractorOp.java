package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements along the last axis by index, as scikit-learn's classifiers look up their labels
 * (onnx.ai/onnx/operators, domain ai.onnx.ml).
 */
final class ArrayFeatureExtractorOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("ai.onnx.ml.ArrayFeatureExtractor", 2).anyType();
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int rank = input.shape().rank();
    if (rank == 0) {
      throw new ShapeException("features of a scalar");
    }
    Value given = node.any(1);
    Value indices = node.reshape(given, Shape.of(given.shape().size()));
    Value taken = node.add(output -> new Gather(input, indices, rank - 1, output, node.source()));
    List<Integer> dims = new ArrayList<>(taken.shape().dims());
    if (rank == 1) {
      dims.add(0, 1);
    }
    node.result(node.reshape(taken, new Shape(dims)));
  }
}
