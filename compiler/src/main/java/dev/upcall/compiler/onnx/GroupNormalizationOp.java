package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Standardize;
import java.util.ArrayList;
import java.util.List;

/**
 * Over the channels of a group and all that follows them. Up to opset 20 scale and shift are per
 * group, from 21 on per channel.
 */
final class GroupNormalizationOp implements OnnxOp {
  private static final int PER_CHANNEL = 21;

  @Override
  public OpSpec spec() {
    return OpSpec.of("GroupNormalization", 3)
        .since(18)
        .attributes("num_groups", "epsilon", "stash_type");
  }

  @Override
  public void convert(NodeContext node) {
    Value x = node.input(0);
    Shape shape = x.shape();
    int groups = node.attributes().integer("num_groups", 0);
    if (shape.rank() < 3 || groups < 1 || shape.dim(1) % groups != 0) {
      throw node.unsupported(
          groups + " groups of operand " + shape, "[N,C,...] with C divisible by num_groups");
    }
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(1, groups);
    dims.add(2, shape.dim(1) / groups);
    Value grouped = node.reshape(x, new Shape(dims));
    List<Integer> axes = Axes.all(dims.size()).subList(2, dims.size());
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    Value standard = node.add(o -> new Standardize(grouped, axes, epsilon, o, node.source()));
    node.result(
        node.opset() < PER_CHANNEL
            ? node.reshape(scaled(node, standard), shape)
            : scaled(node, node.reshape(standard, shape)));
  }

  private static Value scaled(NodeContext node, Value standard) {
    int rank = standard.shape().rank();
    return ScaleAndShift.apply(
        node,
        standard,
        ScaleAndShift.alongAxis1(node, node.input(1), rank),
        ScaleAndShift.alongAxis1(node, node.input(2), rank));
  }
}
