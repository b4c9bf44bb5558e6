package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;

/** ReLU and ReLU6 as operators of their own. */
record ClampOp(int code, Activation activation) implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 1, 1, 0, 0);
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.result(output -> new Clamp(input, activation, output, node.source()));
  }
}
