package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.ArgReduce;
import java.util.List;

/** ArgMax and ArgMin. */
final class ArgReduceOp implements OnnxOp {
  private final String type;
  private final ArgReduce.Kind kind;

  ArgReduceOp(String type, ArgReduce.Kind kind) {
    this.type = type;
    this.kind = kind;
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(type, 1).anyType().attributes("axis", "keepdims", "select_last_index");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    int given = node.attributes().integer("axis", 0);
    int axis = Axes.normalize(List.of(given), input.shape().rank()).get(0);
    boolean keep = node.attributes().flag("keepdims", true);
    boolean last = node.attributes().flag("select_last_index", false);
    node.result(
        node.add(o -> new ArgReduce(kind, input, axis, keep, last, DType.INT64, o, node.source())));
  }
}
