package dev.upcall.compiler.range;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Propagates ranges from the network's input, which may be any int8 value, through every operator.
 * What an operator without a rule gives is any int8 value; other integers than int8 are left out.
 * An accumulator that may wrap bounds nothing either.
 */
public final class RangeAnalysis {
  private final Graph graph;
  private final Map<Integer, ChannelRanges> ranges = new HashMap<>();

  private RangeAnalysis(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param graph quantised to int8
   */
  public static RangeAnalysis of(Graph graph) {
    RangeAnalysis analysis = new RangeAnalysis(graph);
    graph.ops().forEach(analysis::visit);
    return analysis;
  }

  /** What {@code value}, an activation, can be. */
  public ChannelRanges range(Value value) {
    ChannelRanges known = ranges.get(value.id());
    return known == null ? ChannelRanges.full(value) : known;
  }

  /** What the accumulators of {@code op} can reach, one per output channel. */
  public List<Accumulators> reach(Linear op) {
    return LinearReach.of(op, graph, range(op.input()));
  }

  private void visit(Op op) {
    if (op.output().type().dtype() != DType.INT8
        || op.inputs().get(0).type().dtype() != DType.INT8) {
      return;
    }
    if (op instanceof Linear linear && isConstant(linear)) {
      ranges.put(op.output().id(), linear(linear));
    } else if (op instanceof Reshape reshape) {
      ChannelRanges input = range(reshape.input());
      int channels = op.output().shape().dim(-1);
      ranges.put(op.output().id(), channels == input.channels() ? input : input.spread(channels));
    } else if (op instanceof MaxPool2D pool) {
      ranges.put(op.output().id(), clamp(range(pool.input()), pool.activation(), op.output()));
    } else if (op instanceof AveragePool2D pool) {
      ChannelRanges input = range(pool.input());
      ChannelRanges counted =
          pool.countPadding() && pool.window().pads()
              ? input.including(pool.input().type().qparams().zeroPoint())
              : input;
      ranges.put(op.output().id(), clamp(counted, pool.activation(), op.output()));
    }
  }

  private boolean isConstant(Linear op) {
    return graph.isConstant(op.weights()) && graph.isConstant(op.bias());
  }

  private ChannelRanges linear(Linear op) {
    List<Accumulators> reach = reach(op);
    ChannelScaling scaling = ChannelScaling.of(op);
    ClampRange clamp = ClampRange.of(op.activation(), op.output().type());
    int zeroPoint = op.output().type().qparams().zeroPoint();
    int[] min = new int[reach.size()];
    int[] max = new int[reach.size()];
    for (int channel = 0; channel < min.length; channel++) {
      FixedPoint factor = scaling.factor(channel);
      boolean wraps = !reach.get(channel).fits(Math.max(0, factor.shift()), 0);
      min[channel] =
          wraps ? clamp.min() : scale(reach.get(channel).min(), factor, zeroPoint, clamp);
      max[channel] =
          wraps ? clamp.max() : scale(reach.get(channel).max(), factor, zeroPoint, clamp);
    }
    return new ChannelRanges(min, max);
  }

  private static int scale(long acc, FixedPoint factor, int zeroPoint, ClampRange clamp) {
    return clamp.clamp(factor.apply((int) acc) + zeroPoint);
  }

  private static ChannelRanges clamp(ChannelRanges ranges, Activation activation, Value output) {
    ClampRange clamp = ClampRange.of(activation, output.type());
    int[] min = new int[ranges.channels()];
    int[] max = new int[ranges.channels()];
    for (int channel = 0; channel < min.length; channel++) {
      min[channel] = clamp.clamp(ranges.min(channel));
      max[channel] = clamp.clamp(ranges.max(channel));
    }
    return new ChannelRanges(min, max);
  }
}
