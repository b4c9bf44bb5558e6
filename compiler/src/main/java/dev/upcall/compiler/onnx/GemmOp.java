package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.MatMul;

/** alpha A B + beta C; C is added apart where it is no constant row. */
final class GemmOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Gemm", 2, 3).attributes("alpha", "beta", "transA", "transB", "broadcast");
  }

  @Override
  public void convert(NodeContext node) {
    Value a = node.input(0);
    Value input = node.attributes().flag("transA", false) ? node.transpose(a, 1, 0) : a;
    Value b = scaled(node, node.input(1), "alpha");
    if (b.shape().rank() != 2) {
      throw new ShapeException("B has shape " + b.shape());
    }
    boolean transposed = node.attributes().flag("transB", false);
    if (!node.isConstantExpression(b)) {
      general(node, input, transposed ? node.transpose(b, 1, 0) : b);
      return;
    }
    Value weights = transposed ? b : node.transpose(b, 1, 0);
    int rows = weights.shape().dim(0);
    if (!node.has(2)) {
      node.result(product(node, input, weights, Bias.zeros(node, rows)));
      return;
    }
    Value c = scaled(node, node.input(2), "beta");
    boolean row = c.shape().rank() > 0 && c.shape().size() == rows && c.shape().dim(-1) == rows;
    if (row && node.isConstantExpression(c)) {
      node.result(product(node, input, weights, node.reshape(c, Shape.of(rows))));
    } else {
      Value sum = product(node, input, weights, Bias.zeros(node, rows));
      node.result(node.add(o -> new Add(sum, c, Activation.NONE, o, node.source())));
    }
  }

  /** Of two computed matrices. */
  private static void general(NodeContext node, Value left, Value right) {
    Value product = node.add(output -> new MatMul(left, right, output, node.source()));
    if (!node.has(2)) {
      node.result(product);
      return;
    }
    Value c = scaled(node, node.input(2), "beta");
    node.result(node.add(o -> new Add(product, c, Activation.NONE, o, node.source())));
  }

  static Value product(NodeContext node, Value input, Value weights, Value bias) {
    return node.add(
        o -> new FullyConnected(input, weights, bias, Activation.NONE, o, node.source()));
  }

  /** An operand times the factor in attribute {@code name}. */
  private static Value scaled(NodeContext node, Value operand, String name) {
    float factor = node.attributes().real(name, 1);
    if (factor == 1) {
      return operand;
    }
    if (!node.isStored(operand)) {
      Value constant =
          node.constant(node.source().name() + "." + name, Shape.of(), new float[] {factor});
      return node.add(o -> Binary.of(BinaryKind.MUL, operand, constant, o, node.source()));
    }
    float[] elements = node.elements(operand).toFloats();
    for (int i = 0; i < elements.length; i++) {
      elements[i] *= factor;
      if (!Float.isFinite(elements[i])) {
        throw node.unsupported(name + " = " + factor, "a product within float32");
      }
    }
    return node.constant(operand.name(), operand.shape(), elements);
  }
}
