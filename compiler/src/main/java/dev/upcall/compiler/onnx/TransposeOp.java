package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

final class TransposeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Transpose", 1).anyType().attributes("perm");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Integer> reversed = new ArrayList<>(Axes.all(input.shape().rank()));
    Collections.reverse(reversed);
    List<Integer> permutation = node.attributes().integers("perm").orElse(reversed);
    node.result(node.add(output -> new Transpose(input, permutation, output, node.source())));
  }
}
