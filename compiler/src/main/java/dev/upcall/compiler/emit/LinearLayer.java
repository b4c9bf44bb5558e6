package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import java.util.List;

/** Makes the layers of {@code upcall_linear2d}, of whatever kind of product. */
final class LinearLayer {
  private final Graph graph;
  private final List<CArray> arrays;

  LinearLayer(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  /**
   * @param linear the operator
   * @param op the operator once more
   */
  CLinear2D make(Linear linear, Op op, CLayerHead head) {
    Shape weights = linear.weights().shape();
    Value input = linear.input();
    long[] bias = graph.constant(linear.bias()).toLongs();
    boolean wide = linear.bias().type().dtype() == DType.INT64;
    constants(linear, head.weights(), bias, wide);
    ClampRange range = ClampRange.of(linear.activation(), op.output().type());
    int depth = weights.dim(-1);
    int group = bias.length;
    int strideChannel = weights.size() / bias.length;
    int strideTap = depth;
    int strideDepth = 1;
    CImage from;
    CImage to;
    CWindow window;
    if (op instanceof FullyConnected) {
      int rows = op.output().shape().size() / bias.length;
      from = new CImage(rows, 1, depth);
      to = new CImage(rows, 1, bias.length);
      window = Layers.window(Window.unit(), 1, 1);
    } else {
      from = Layers.image(input);
      to = Layers.image(op.output());
      window = Layers.window(windowOf(op), weights.dim(1), weights.dim(2));
      if (op instanceof DepthwiseConv2D) {
        group = bias.length / input.shape().dim(3);
        depth = 1;
        strideChannel = 1;
        strideTap = bias.length;
      } else {
        group = bias.length / groupsOf(op);
      }
    }
    return new CLinear2D(
        head,
        GeneralLayers.bytes(input),
        from,
        to,
        window,
        op instanceof TransposeConv2D ? 1 : 0,
        depth,
        group,
        Layers.zeroPoint(input),
        strideChannel,
        strideTap,
        strideDepth,
        wide ? 1 : 0,
        Layers.zeroPoint(op.output()),
        range.min(),
        range.max());
  }

  private void constants(Linear linear, String prefix, long[] bias, boolean wide) {
    ChannelScaling scaling = ChannelScaling.of(linear);
    int[] halves = new int[2 * bias.length];
    int[] multipliers = new int[bias.length];
    byte[] shifts = new byte[bias.length];
    for (int channel = 0; channel < bias.length; channel++) {
      halves[2 * channel] = (int) bias[channel];
      halves[2 * channel + 1] = (int) (bias[channel] >> 32);
      FixedPoint factor = scaling.factor(channel);
      multipliers[channel] = wide ? factor.shortMultiplier() : factor.multiplier();
      shifts[channel] = (byte) factor.shift();
    }
    arrays.add(CArray.ofBytes(prefix + "_values", graph.constant(linear.weights()).toBytes()));
    arrays.add(CArray.ofInts(prefix + "_bias", halves));
    arrays.add(CArray.ofInts(prefix + "_multiplier", multipliers));
    arrays.add(CArray.ofBytes(prefix + "_shift", shifts));
  }

  private static Window windowOf(Op op) {
    if (op instanceof DepthwiseConv2D conv) {
      return conv.window();
    }
    return op instanceof Conv2D conv ? conv.window() : ((TransposeConv2D) op).window();
  }

  private static int groupsOf(Op op) {
    return op instanceof Conv2D conv ? conv.groups() : ((TransposeConv2D) op).groups();
  }
}
