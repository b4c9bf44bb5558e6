package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.FullyConnected;

/** alpha A B + beta C with constant B; C is added apart where it is no constant row. */
final class GemmOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Gemm", 2, 3)
        .attributes("alpha", "beta", "transA", "transB", "broadcast")
        .constraints("B is constant", "factors other than 1 need B and C stored as they stand");
  }

  @Override
  public void convert(NodeContext node) {
    Value a = node.input(0);
    Value input = node.attributes().flag("transA", false) ? node.transpose(a, 1, 0) : a;
    Value b = scaled(node, node.weights(1, "B"), 1, "alpha");
    if (b.shape().rank() != 2) {
      throw new ShapeException("B has shape " + b.shape());
    }
    Value weights = node.attributes().flag("transB", false) ? b : node.transpose(b, 1, 0);
    int rows = weights.shape().dim(0);
    if (!node.has(2)) {
      node.result(product(node, input, weights, Bias.zeros(node, rows)));
      return;
    }
    Value c = scaled(node, node.input(2), 2, "beta");
    boolean row = c.shape().rank() > 0 && c.shape().size() == rows && c.shape().dim(-1) == rows;
    if (row && node.isConstantExpression(c)) {
      node.result(product(node, input, weights, node.reshape(c, Shape.of(rows))));
    } else {
      Value sum = product(node, input, weights, Bias.zeros(node, rows));
      node.result(node.add(o -> new Add(sum, c, Activation.NONE, o, node.source())));
    }
  }

  static Value product(NodeContext node, Value input, Value weights, Value bias) {
    return node.add(
        o -> new FullyConnected(input, weights, bias, Activation.NONE, o, node.source()));
  }

  /** An operand times the factor in attribute {@code name}. */
  private static Value scaled(NodeContext node, Value operand, int index, String name) {
    float factor = node.attributes().real(name, 1);
    if (factor == 1) {
      return operand;
    }
    float[] elements = node.floats(index, name + "'s operand");
    for (int i = 0; i < elements.length; i++) {
      elements[i] *= factor;
      if (!Float.isFinite(elements[i])) {
        throw node.unsupported(name + " = " + factor, "a product within float32");
      }
    }
    return node.constant(operand.name(), operand.shape(), elements);
  }
}
