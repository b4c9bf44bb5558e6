package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.range.ChannelRanges;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Multiply-accumulates that can make a difference: of {@link Macs} those whose input channel and
 * whose output channel are not the same number for every input of the network.
 */
public final class LiveMacs {
  private final Graph graph;
  private final RangeAnalysis ranges;

  private LiveMacs(Graph graph) {
    this.graph = graph;
    this.ranges = RangeAnalysis.of(graph);
  }

  /**
   * One operator.
   *
   * @param constantChannels of its output's, those that are the same for every input
   */
  public record Layer(Op op, long macs, long liveMacs, int channels, int constantChannels) {}

  /**
   * Of one run.
   *
   * @param graph quantised
   */
  public static long of(Graph graph) {
    LiveMacs live = new LiveMacs(graph);
    return live.graph.ops().stream().mapToLong(live::of).sum();
  }

  /** The operators that multiply, in order. */
  public static List<Layer> layers(Graph graph) {
    LiveMacs live = new LiveMacs(graph);
    return graph.ops().stream()
        .filter(op -> Macs.of(op) > 0 && op.output().shape().rank() > 0)
        .map(live::layer)
        .toList();
  }

  private Layer layer(Op op) {
    int channels = channels(op.output());
    int constant = channels - (int) count(live(op.output()), 0, channels);
    return new Layer(op, Macs.of(op), of(op), channels, constant);
  }

  private long of(Op op) {
    long all = Macs.of(op);
    if (op instanceof Conv2D conv) {
      return share(all, conv.input(), conv.output(), conv.groups());
    }
    if (op instanceof FullyConnected product) {
      return share(all, product.input(), product.output(), 1);
    }
    if (op instanceof DepthwiseConv2D conv) {
      IntPredicate input = live(conv.input());
      IntPredicate output = live(conv.output());
      int channels = channels(conv.output());
      int multiplier = channels / channels(conv.input());
      long pairs =
          IntStream.range(0, channels)
              .filter(channel -> output.test(channel) && input.test(channel / multiplier))
              .count();
      return all * pairs / channels;
    }
    return all;
  }

  /** Every output channel of a group sees every input channel of it. */
  private long share(long all, Value from, Value to, int groups) {
    int inputs = channels(from) / groups;
    int outputs = channels(to) / groups;
    long pairs = 0;
    for (int group = 0; group < groups; group++) {
      pairs +=
          count(live(from), group * inputs, inputs) * count(live(to), group * outputs, outputs);
    }
    return all * pairs / ((long) groups * inputs * outputs);
  }

  private IntPredicate live(Value value) {
    ChannelRanges range = ranges.range(value);
    return channel -> range.min(channel) < range.max(channel);
  }

  private static long count(IntPredicate live, int from, int channels) {
    return IntStream.range(from, from + channels).filter(live).count();
  }

  private static int channels(Value value) {
    return value.shape().dim(value.shape().rank() - 1);
  }
}
