package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.kernel.ShortForm;

/**
 * Weights of a depthwise 3x3 convolution as kernels read them that walk along rows.
 *
 * @param weights [channel][kernel column][kernel row]
 * @param starts what a channel's scaled accumulator begins with, the input's zero point folded in
 */
record ColumnWeights(byte[] weights, int[] starts) {
  private static final int KERNEL = 3;
  private static final int TAPS = KERNEL * KERNEL;

  static ColumnWeights of(Graph graph, DepthwiseConv2D op, ShortForm form) {
    byte[] taps = graph.constant(op.weights()).toBytes();
    int[] starts = graph.constant(op.bias()).toInts();
    int channels = starts.length;
    byte[] weights = new byte[taps.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int tap = 0; tap < TAPS && !form.channels().get(channel).constant(); tap++) {
        // From [row][column][channel].
        byte weight = taps[(tap % KERNEL * KERNEL + tap / KERNEL) * channels + channel];
        weights[channel * TAPS + tap] = weight;
        starts[channel] -= Layers.zeroPoint(op.input()) * weight;
      }
      starts[channel] = form.start(channel, starts[channel]);
    }
    return new ColumnWeights(weights, starts);
  }

  int channels() {
    return starts.length;
  }
}
