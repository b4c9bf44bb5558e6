package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.quant.ChannelScaling;
import java.util.List;

/** Makes the layers with weights that the portable kernels compute. */
final class PortableLinearLayers {
  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  PortableLinearLayers(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  CConv2D conv(Conv2D op, CLayerHead head) {
    Shape kernel = op.weights().shape();
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias = graph.constant(op.bias()).toInts();
    int zeroPoint = Layers.zeroPoint(op.input());
    if (!op.window().pads()) {
      bias = LayerArrays.foldZeroPoint(bias, weights, zeroPoint);
      zeroPoint = 0;
    }
    ChannelScaling scaling =
        ChannelScaling.ofConvolution(
            op.input().type(), op.weights().type(), op.output().type(), kernel.dim(0));
    arrays.addAll(
        LayerArrays.of(
            head.weights(), blocks(op, weights, kernel.dim(0), op.groups()), bias, scaling));
    return new CConv2D(
        head,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        op.groups(),
        zeroPoint,
        head.weights() + "_values",
        Layers.scaling(head, op.activation(), op.output()));
  }

  CDepthwiseConv2D depthwise(DepthwiseConv2D op, CLayerHead head) {
    Shape kernel = op.weights().shape();
    int channels = kernel.dim(3);
    ChannelScaling scaling =
        ChannelScaling.ofConvolution(
            op.input().type(), op.weights().type(), op.output().type(), channels);
    byte[] weights = graph.constant(op.weights()).toBytes();
    arrays.addAll(
        LayerArrays.of(
            head.weights(),
            hasFourBits(op) ? BytePairs.ofRows(weights, channels) : weights,
            graph.constant(op.bias()).toInts(),
            scaling));
    return new CDepthwiseConv2D(
        head,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        head.weights() + "_values",
        Layers.scaling(head, op.activation(), op.output()));
  }

  CFullyConnected fullyConnected(FullyConnected op, CLayerHead head) {
    int channels = op.weights().shape().dim(0);
    int depth = op.weights().shape().dim(1);
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias = graph.constant(op.bias()).toInts();
    ChannelScaling scaling =
        ChannelScaling.ofFullyConnected(
            op.input().type(), op.weights().type(), op.output().type(), channels);
    arrays.addAll(
        LayerArrays.of(
            head.weights(),
            blocks(op, weights, channels, 1),
            LayerArrays.foldZeroPoint(bias, weights, Layers.zeroPoint(op.input())),
            scaling));
    return new CFullyConnected(
        head,
        op.output().shape().size() / channels,
        depth,
        channels,
        head.weights() + "_values",
        Layers.scaling(head, op.activation(), op.output()));
  }

  /** Weights in the order in which {@code upcall_dot} or its twin for 4 bits reads them. */
  private static byte[] blocks(Linear op, byte[] weights, int channels, int groups) {
    byte[] blocks = ChannelBlocks.of(weights, channels, groups);
    return hasFourBits(op) ? BytePairs.ofBlocks(blocks, channels, groups) : blocks;
  }

  private static boolean hasFourBits(Linear op) {
    return op.weights().type().dtype() == DType.INT4;
  }
}
