package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.kernel.ShortForm;

/**
 * Weights of a depthwise convolution in the model's order, for kernels that take a tap of channels
 * side by side.
 *
 * @param weights [tap][channel]
 * @param starts what a channel's scaled accumulator begins with, the input's zero point folded in
 */
record TapWeights(byte[] weights, int[] starts) {
  static TapWeights of(Graph graph, DepthwiseConv2D op, ShortForm form) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] starts = graph.constant(op.bias()).toInts();
    for (int i = 0; i < weights.length; i++) {
      int channel = i % starts.length;
      if (form.channels().get(channel).constant()) {
        weights[i] = 0;
      }
      starts[channel] -= Layers.zeroPoint(op.input()) * weights[i];
    }
    for (int channel = 0; channel < starts.length; channel++) {
      starts[channel] = form.start(channel, starts[channel]);
    }
    return new TapWeights(weights, starts);
  }
}
