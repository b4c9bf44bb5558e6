package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import java.util.ArrayList;
import java.util.List;

/** Operands of like shape along a new axis. */
final class PackOp implements TfliteOp {
  private static final int AXIS = 1;
  private static final int MAX_OPERANDS = 64;

  @Override
  public OpSpec spec() {
    return OpSpec.of(83, 1, MAX_OPERANDS, 59, 2).constraints("operands and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Shape shape = node.output().shape();
    int axis = Axes.of(node, node.options().integer(AXIS), shape.rank());
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, 1);
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs(); i++) {
      Value operand = node.computed(i);
      node.requireSameQuantization(operand);
      operands.add(node.view(operand, new Shape(dims)));
    }
    node.result(output -> new Concat(operands, axis, output, node.source()));
  }
}
