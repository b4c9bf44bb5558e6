package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** [...,K] times constant [K,M]: all axes but the last count as rows. */
final class MatMulOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("MatMul", 2).constraints("the right operand is a constant matrix");
  }

  @Override
  public void convert(NodeContext node) {
    Value left = node.input(0);
    Value right = node.weights(1, "right operand");
    if (right.shape().rank() != 2 || left.shape().rank() < 1) {
      throw node.unsupported(
          "shapes " + left.shape() + " and " + right.shape(), "[...,K] and [K,M]");
    }
    int depth = left.shape().dim(-1);
    Value rows = node.reshape(left, Shape.of(left.shape().size() / depth, depth));
    Value weights = node.transpose(right, 1, 0);
    int columns = right.shape().dim(1);
    Value product = GemmOp.product(node, rows, weights, Bias.zeros(node, columns));
    List<Integer> dims = new ArrayList<>(left.shape().dims());
    dims.set(dims.size() - 1, columns);
    node.result(node.reshape(product, new Shape(dims)));
  }
}
