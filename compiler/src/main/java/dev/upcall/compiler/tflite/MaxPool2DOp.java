package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.MaxPool2D;

/** Padding never wins. */
final class MaxPool2DOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(17, 1, 1, PoolOptions.TYPE, PoolOptions.FIELDS)
        .constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    PoolOptions pool = PoolOptions.read(node, input);
    node.result(
        output ->
            new MaxPool2D(
                input,
                pool.kernelH(),
                pool.kernelW(),
                pool.window(),
                pool.activation(),
                output,
                node.source()));
  }
}
