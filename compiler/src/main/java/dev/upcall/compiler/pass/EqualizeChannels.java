package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evens out what channels between two layers span: channel i leaves the first divided by s_i and
 * enters the second multiplied by it, with s_i = sqrt(r1_i / r2_i) of the greatest weights on
 * either side. Nagel et al., Data-Free Quantization (ICCV 2019), section 4.1.
 *
 * <p>Exact in real numbers where what lies between is homogeneous: nothing, ReLU, pooling. ReLU6 is
 * not, so that pairs around one stay as they are. Not part of {@link Passes#standard}: a float
 * network gains nothing by it.
 */
public final class EqualizeChannels implements Pass {
  private static final int MAX_ROUNDS = 30;
  private static final double CONVERGED = 1e-3;

  /** Two layers and the channels between them. */
  private record Pair(Op first, Op second) {}

  @Override
  public String name() {
    return "equalize-channels";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    Map<Integer, float[]> weights = new HashMap<>();
    Map<Integer, float[]> biases = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (Op op : graph.ops()) {
      rewriter.emit(op);
      if (op instanceof Linear linear && isConstant(rewriter, linear)) {
        weights.put(op.output().id(), rewriter.floats(linear.weights()));
        biases.put(op.output().id(), rewriter.floats(linear.bias()));
        source(rewriter, linear).ifPresent(first -> pairs.add(new Pair(first, op)));
      }
    }
    double change = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MAX_ROUNDS && change > CONVERGED; round++) {
      change = 0;
      for (Pair pair : pairs) {
        int first = pair.first().output().id();
        float[] after = weights.get(pair.second().output().id());
        change = Math.max(change, equalize(pair, weights.get(first), biases.get(first), after));
      }
    }
    return rebuilt(graph, weights, biases);
  }

  private static Graph rebuilt(
      Graph graph, Map<Integer, float[]> weights, Map<Integer, float[]> biases) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      float[] w = weights.get(op.output().id());
      if (w == null) {
        rewriter.emit(op);
        continue;
      }
      Linear linear = (Linear) op;
      Value weight = linear.weights();
      Value bias = linear.bias();
      rewriter.emit(
          op.with(
              List.of(
                  linear.input(),
                  rewriter.constant(weight.name(), weight.shape(), w),
                  rewriter.constant(bias.name(), bias.shape(), biases.get(op.output().id()))),
              op.output()));
    }
    return rewriter.build();
  }

  /** The layer whose channels {@code second} reads, if they can be scaled on the way. */
  private static Optional<Op> source(Rewriter rewriter, Linear second) {
    Value value = second.input();
    while (rewriter.usedOnce(value)) {
      Op op = rewriter.producer(value, Op.class).orElse(null);
      if (op instanceof Linear linear) {
        boolean suits =
            linear.activation() != Activation.RELU6
                && isConstant(rewriter, linear)
                && linear.bias().shape().size() == channels(second);
        return suits ? Optional.of(op) : Optional.empty();
      }
      if (!isHomogeneous(op)) {
        return Optional.empty();
      }
      value = op.inputs().get(0);
    }
    return Optional.empty();
  }

  /** Whether it treats channels, its last axis, apart and commutes with their scaling. */
  private static boolean isHomogeneous(Op op) {
    if (op instanceof Mean mean) {
      return !mean.axes().contains(mean.input().shape().rank() - 1);
    }
    if (op instanceof Reshape reshape) {
      return reshape.input().shape().dim(-1) == reshape.output().shape().dim(-1);
    }
    return op instanceof MaxPool2D max && max.activation() != Activation.RELU6
        || op instanceof AveragePool2D average && average.activation() != Activation.RELU6;
  }

  private static boolean isConstant(Rewriter rewriter, Linear linear) {
    return rewriter.isConstant(linear.weights()) && rewriter.isConstant(linear.bias());
  }

  /** Returns the greatest relative change of a channel. */
  private static double equalize(Pair pair, float[] before, float[] bias, float[] after) {
    Linear first = (Linear) pair.first();
    Linear second = (Linear) pair.second();
    double[] left = new double[bias.length];
    double[] right = new double[bias.length];
    for (int i = 0; i < before.length; i++) {
      int c = first.outputChannel(i);
      left[c] = Math.max(left[c], Math.abs(before[i]));
    }
    for (int i = 0; i < after.length; i++) {
      int c = inputChannel(second, i);
      right[c] = Math.max(right[c], Math.abs(after[i]));
    }
    float[] scale = new float[bias.length];
    double change = 0;
    for (int c = 0; c < scale.length; c++) {
      boolean dead = left[c] == 0 || right[c] == 0;
      scale[c] = dead ? 1 : (float) Math.sqrt(left[c] / right[c]);
      change = Math.max(change, Math.abs(scale[c] - 1));
      bias[c] /= scale[c];
    }
    for (int i = 0; i < before.length; i++) {
      before[i] /= scale[first.outputChannel(i)];
    }
    for (int i = 0; i < after.length; i++) {
      after[i] *= scale[inputChannel(second, i)];
    }
    return change;
  }

  private static int channels(Linear op) {
    return op.input().shape().dim(-1);
  }

  /** The input channel that element {@code index} of the weights, row-major, is multiplied with. */
  private static int inputChannel(Linear op, int index) {
    if (op instanceof DepthwiseConv2D) {
      return op.outputChannel(index) / (op.bias().shape().size() / channels(op));
    }
    int depth = op.weights().shape().dim(-1);
    int groups = op instanceof Conv2D conv ? conv.groups() : 1;
    int group = op.outputChannel(index) / (op.bias().shape().size() / groups);
    return group * depth + index % depth;
  }
}
