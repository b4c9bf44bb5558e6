package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;

/** Max, Min, Sum and Mean of any number of operands: a chain of operators of two. */
final class VariadicOp implements OnnxOp {
  private final String type;
  private final Pair pair;

  private VariadicOp(String type, Pair pair) {
    this.type = type;
    this.pair = pair;
  }

  /** The operator of two operands. */
  @FunctionalInterface
  private interface Pair {
    Value join(NodeContext node, Value left, Value right);
  }

  static VariadicOp of(String type, BinaryKind kind) {
    return new VariadicOp(
        type,
        (node, left, right) ->
            node.add(output -> Binary.of(kind, left, right, output, node.source())));
  }

  static VariadicOp ofSum(String type) {
    return new VariadicOp(
        type,
        (node, left, right) ->
            node.add(output -> new Add(left, right, Activation.NONE, output, node.source())));
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(type, 1, OpSpec.MANY).anyType();
  }

  @Override
  public void convert(NodeContext node) {
    Value result = node.any(0);
    for (int i = 1; i < node.inputs(); i++) {
      result = pair.join(node, result, node.any(i));
    }
    node.result(type.equals("Mean") ? divided(node, result) : result);
  }

  private static Value divided(NodeContext node, Value sum) {
    Value share =
        node.constant(
            node.source().name() + ".share", Shape.of(), new float[] {1f / node.inputs()});
    return node.add(o -> Binary.of(BinaryKind.MUL, sum, share, o, node.source()));
  }
}
