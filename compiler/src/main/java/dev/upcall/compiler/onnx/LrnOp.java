package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Window;

/**
 * Local response normalisation over neighbouring channels: x / (bias + alpha mean(x^2))^beta, where
 * the mean, zeros beyond the ends included, is an average pooling with the channels for rows.
 */
final class LrnOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("LRN", 1).attributes("size", "alpha", "beta", "bias");
  }

  @Override
  public void convert(NodeContext node) {
    Value x = node.input(0);
    int size = node.attributes().integer("size", 0);
    if (x.shape().rank() < 2 || size < 1) {
      throw node.unsupported("size " + size + " of operand " + x.shape(), "a size, [N,C,...]");
    }
    Value squares = node.add(o -> Binary.of(BinaryKind.MUL, x, x, o, node.source()));
    Value means = means(node, squares, size);
    Value scaled = apply(node, BinaryKind.MUL, means, node.attributes().real("alpha", 1e-4f));
    Value bias = scalar(node, node.attributes().real("bias", 1));
    Value sum = node.add(o -> new Add(scaled, bias, Activation.NONE, o, node.source()));
    Value power = apply(node, BinaryKind.POW, sum, node.attributes().real("beta", 0.75f));
    node.result(node.add(o -> Binary.of(BinaryKind.DIV, x, power, o, node.source())));
  }

  private static Value means(NodeContext node, Value squares, int size) {
    Shape shape = squares.shape();
    int pixels = new Shape(shape.dims().subList(2, shape.rank())).size();
    Value rows = node.reshape(squares, Shape.of(shape.dim(0), shape.dim(1), pixels, 1));
    int before = (size - 1) / 2;
    Window window = new Window(1, 1, 1, 1, before, size - 1 - before, 0, 0);
    Value pooled =
        node.add(
            o ->
                new AveragePool2D(
                    rows, size, 1, window, size > 1, Activation.NONE, o, node.source()));
    return node.reshape(pooled, shape);
  }

  private static Value apply(NodeContext node, BinaryKind kind, Value x, float parameter) {
    Value constant = scalar(node, parameter);
    return node.add(o -> Binary.of(kind, x, constant, o, node.source()));
  }

  private static Value scalar(NodeContext node, float value) {
    return node.constant(node.source().name() + ".parameter", Shape.of(), new float[] {value});
  }
}
