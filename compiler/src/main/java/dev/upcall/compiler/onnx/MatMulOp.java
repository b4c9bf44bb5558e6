package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.MatMul;
import java.util.ArrayList;
import java.util.List;

/**
 * [...,K] times constant [K,M], where all axes but the last count as rows; or a product of any two,
 * as numpy.matmul defines it.
 */
final class MatMulOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("MatMul", 2);
  }

  @Override
  public void convert(NodeContext node) {
    node.result(product(node));
  }

  /** Of operands left and right. */
  static Value product(NodeContext node) {
    Value left = node.input(0);
    Value right = node.input(1);
    boolean weights = right.shape().rank() == 2 && node.isConstantExpression(right);
    return weights && left.shape().rank() > 0
        ? byWeights(node, left, right)
        : general(node, left, right);
  }

  private static Value byWeights(NodeContext node, Value left, Value right) {
    int depth = left.shape().dim(-1);
    Value rows = node.reshape(left, Shape.of(left.shape().size() / depth, depth));
    Value weights = node.transpose(right, 1, 0);
    int columns = right.shape().dim(1);
    Value product = GemmOp.product(node, rows, weights, Bias.zeros(node, columns));
    List<Integer> dims = new ArrayList<>(left.shape().dims());
    dims.set(dims.size() - 1, columns);
    return node.reshape(product, new Shape(dims));
  }

  /** A vector on the left is a row, one on the right a column; the result does without it. */
  private static Value general(NodeContext node, Value left, Value right) {
    boolean row = left.shape().rank() == 1;
    boolean column = right.shape().rank() == 1;
    Value a = row ? node.reshape(left, Shape.of(1, left.shape().dim(0))) : left;
    Value b = column ? node.reshape(right, Shape.of(right.shape().dim(0), 1)) : right;
    Value product = node.add(output -> new MatMul(a, b, output, node.source()));
    List<Integer> dims = new ArrayList<>(product.shape().dims());
    if (row) {
      dims.remove(dims.size() - 2);
    }
    if (column) {
      dims.remove(dims.size() - 1);
    }
    return node.reshape(product, new Shape(dims));
  }
}
