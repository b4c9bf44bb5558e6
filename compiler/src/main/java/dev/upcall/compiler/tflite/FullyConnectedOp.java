package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.FullyConnected;

/** Weights [M,K]; the input's elements are rows of K, whatever its axes. */
final class FullyConnectedOp implements TfliteOp {
  private static final int ACTIVATION = 0;
  private static final int WEIGHTS_FORMAT = 1;
  private static final int BIAS_TYPE = 4;

  @Override
  public OpSpec spec() {
    return OpSpec.of(9, 2, 3, 8, 5).constraints("int8 weights and int32 bias, both constant");
  }

  @Override
  public void convert(OperatorContext node) {
    Options options = node.options();
    options.requireBiasType(BIAS_TYPE);
    if (options.code(WEIGHTS_FORMAT) != 0) {
      throw node.unsupported("weights in format " + options.code(WEIGHTS_FORMAT), "0 (row-major)");
    }
    Value input = node.computed(0);
    LinearOperands operands = LinearOperands.read(node, 2, 0);
    int depth = operands.weights().shape().dim(1);
    int elements = input.shape().size();
    if (elements % depth != 0) {
      throw node.unsupported(
          "input " + input.shape() + " for weights " + operands.weights().shape(),
          "rows of " + depth);
    }
    Value rows = node.view(input, Shape.of(elements / depth, depth));
    Activation activation = options.activation(ACTIVATION);
    node.resultAs(
        Shape.of(elements / depth, operands.weights().shape().dim(0)),
        output ->
            new FullyConnected(
                rows, operands.weights(), operands.bias(), activation, output, node.source()));
  }
}
