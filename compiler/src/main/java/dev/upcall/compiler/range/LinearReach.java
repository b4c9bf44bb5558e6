package dev.upcall.compiler.range;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The accumulators of operators with weights: bias + sum of w * (x - zero point), each term at its
 * extremes. Taps in the padding count 0, which is a possibility for every input where there is
 * padding; so do those of a transposed convolution that meet no pixel.
 */
public final class LinearReach {
  private LinearReach() {}

  /**
   * One per output channel.
   *
   * @param input of {@code op}'s input
   */
  public static List<Accumulators> of(Linear op, Graph graph, ChannelRanges input) {
    int zeroPoint = op.input().type().qparams().zeroPoint();
    ChannelRanges x = pads(op) ? input.including(zeroPoint) : input;
    byte[] weights = graph.constant(op.weights()).toBytes();
    ConstantData bias = graph.constant(op.bias());
    int channels = op.bias().shape().size();
    long[] min = new long[channels];
    long[] max = new long[channels];
    for (int i = 0; i < weights.length; i++) {
      int channel = op.outputChannel(i);
      int from = inputChannel(op, i, channel, channels);
      long low = (long) weights[i] * (x.min(from) - zeroPoint);
      long high = (long) weights[i] * (x.max(from) - zeroPoint);
      min[channel] += Math.min(low, high);
      max[channel] += Math.max(low, high);
    }
    List<Accumulators> reach = new ArrayList<>(channels);
    int[] start = bias.toInts();
    for (int channel = 0; channel < channels; channel++) {
      reach.add(new Accumulators(min[channel] + start[channel], max[channel] + start[channel]));
    }
    return reach;
  }

  private static boolean pads(Linear op) {
    return op instanceof Conv2D conv && conv.window().pads()
        || op instanceof DepthwiseConv2D depthwise && depthwise.window().pads()
        || op instanceof TransposeConv2D;
  }

  /** Of the input that element {@code index} of the weights is multiplied with. */
  private static int inputChannel(Linear op, int index, int channel, int channels) {
    if (op instanceof Conv2D conv) {
      int depth = conv.weights().shape().dim(3);
      return channel / (channels / conv.groups()) * depth + index % depth;
    }
    if (op instanceof TransposeConv2D conv) {
      int depth = conv.weights().shape().dim(3);
      return channel / (channels / conv.groups()) * depth + index % depth;
    }
    if (op instanceof FullyConnected product) {
      return index % product.weights().shape().dim(1);
    }
    return channel / (channels / op.input().shape().dim(3));
  }
}
