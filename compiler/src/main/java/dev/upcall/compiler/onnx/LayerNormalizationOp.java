package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.List;

/**
 * Over all axes from {@code axis} on. Mean and inverse deviation, if wanted, are computed apart.
 */
final class LayerNormalizationOp implements OnnxOp {
  private static final int MEAN = 1;
  private static final int INVERSE_DEVIATION = 2;
  private static final int FLOAT = 1;

  @Override
  public OpSpec spec() {
    return OpSpec.of("LayerNormalization", 2, 3)
        .since(17)
        .attributes("axis", "epsilon", "stash_type");
  }

  @Override
  public void convert(NodeContext node) {
    if (node.attributes().integer("stash_type", FLOAT) != FLOAT) {
      throw node.unsupported("a stash_type other than float32", "stash_type 1");
    }
    Value x = node.input(0);
    int rank = x.shape().rank();
    int first = Axes.normalize(List.of(node.attributes().integer("axis", -1)), rank).get(0);
    List<Integer> axes = Axes.all(rank).subList(first, rank);
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    Value standard = node.add(o -> new Standardize(x, axes, epsilon, o, node.source()));
    Value shift = node.has(2) ? node.input(2) : null;
    node.result(ScaleAndShift.apply(node, standard, node.input(1), shift));
    if (node.wants(MEAN) || node.wants(INVERSE_DEVIATION)) {
      statistics(node, x, axes, epsilon);
    }
  }

  private static void statistics(NodeContext node, Value x, List<Integer> axes, float epsilon) {
    Value mean = node.add(o -> new Mean(x, axes, true, o, node.source()));
    node.result(MEAN, mean);
    Value difference = node.add(o -> Binary.of(BinaryKind.SUB, x, mean, o, node.source()));
    Value square =
        node.add(o -> Binary.of(BinaryKind.MUL, difference, difference, o, node.source()));
    Value variance = node.add(o -> new Mean(square, axes, true, o, node.source()));
    Value bound =
        node.constant(node.source().name() + ".epsilon", Shape.of(), new float[] {epsilon});
    Value sum = node.add(o -> new Add(variance, bound, Activation.NONE, o, node.source()));
    node.result(INVERSE_DEVIATION, node.add(o -> Unary.of(UnaryKind.RSQRT, sum, o, node.source())));
  }
}
