package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.ArgReduce;

/** Indices along an axis as int32, of which one stands for 1. */
record ArgOp(int code, int optionsType, ArgReduce.Kind kind) implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 2, 2, optionsType, 1).constraints("constant axis");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    int axis = Axes.only(node, 1, input.shape().rank());
    node.result(
        output ->
            new ArgReduce(kind, input, axis, false, false, DType.INT32, output, node.source()));
  }
}
