package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Up to opset 6 the slope is one number or one per channel, which is axis 1. */
final class PreluOp implements OnnxOp {
  private static final int SLOPE_BROADCASTS = 7;

  @Override
  public OpSpec spec() {
    return OpSpec.of("PRelu", 2);
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    Value given = node.input(1);
    Value slope = node.opset() < SLOPE_BROADCASTS ? perChannel(node, input, given) : given;
    Value result =
        node.add(output -> Binary.of(BinaryKind.PRELU, input, slope, output, node.source()));
    if (!result.shape().equals(input.shape())) {
      throw new ShapeException("slope " + slope.shape() + " for " + input.shape());
    }
    node.result(result);
  }

  private static Value perChannel(NodeContext node, Value input, Value slope) {
    if (slope.shape().size() == 1 || input.shape().rank() < 2) {
      return slope;
    }
    List<Integer> dims = new ArrayList<>(slope.shape().dims());
    dims.addAll(Collections.nCopies(input.shape().rank() - 2, 1));
    return node.reshape(slope, new Shape(dims));
  }
}
