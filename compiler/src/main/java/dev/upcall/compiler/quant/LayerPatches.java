package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Window;

/**
 * A layer with weights as products of vectors: an output is the product of its channel's weights
 * and a patch of the input. Output channels that see the same patches are a group.
 */
final class LayerPatches {
  private final Linear op;
  private final int groups;
  private final int taps;
  private final int channels;

  /** Whether a layer's outputs are such products: a transposed convolution scatters instead. */
  static boolean supports(Linear op) {
    return op instanceof Conv2D || op instanceof DepthwiseConv2D || op instanceof FullyConnected;
  }

  LayerPatches(Linear op) {
    this.op = op;
    this.channels = op.bias().shape().size();
    if (op instanceof Conv2D conv) {
      groups = conv.groups();
    } else if (op instanceof DepthwiseConv2D) {
      groups = op.input().shape().dim(3);
    } else {
      groups = 1;
    }
    taps = op.weights().shape().size() / channels;
  }

  /** Takes one patch of a group, [taps]; it is overwritten afterwards. */
  interface Visitor {
    void accept(int group, float[] patch);
  }

  int groups() {
    return groups;
  }

  /** Weights of an output channel. */
  int taps() {
    return taps;
  }

  /** The group of an output channel. */
  int group(int channel) {
    return channel / (channels / groups);
  }

  /** Where the weight of a channel's tap lies. */
  int weight(int channel, int tap) {
    return op instanceof DepthwiseConv2D ? tap * channels + channel : channel * taps + tap;
  }

  /**
   * Shows the patches at every {@code step}-th output position.
   *
   * @param input elements of the layer's input, row-major
   */
  void visit(float[] input, int step, Visitor visitor) {
    if (op instanceof Conv2D conv) {
      visitImage(input, step, conv.window(), visitor);
    } else if (op instanceof DepthwiseConv2D depthwise) {
      visitImage(input, step, depthwise.window(), visitor);
    } else {
      float[] patch = new float[taps];
      for (int row = 0; row < input.length / taps; row += step) {
        System.arraycopy(input, row * taps, patch, 0, taps);
        visitor.accept(0, patch);
      }
    }
  }

  /** Output positions of one sample. */
  int positions() {
    return op.output().shape().size() / channels;
  }

  private void visitImage(float[] input, int step, Window window, Visitor visitor) {
    Shape out = op.output().shape();
    float[] patch = new float[taps];
    int perImage = out.dim(1) * out.dim(2);
    for (int position = 0; position < positions(); position += step) {
      int oy = position % perImage / out.dim(2);
      int ox = position % out.dim(2);
      for (int group = 0; group < groups; group++) {
        gather(input, position / perImage, oy, ox, group, window, patch);
        visitor.accept(group, patch);
      }
    }
  }

  private void gather(
      float[] input, int n, int oy, int ox, int group, Window window, float[] patch) {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    int depth = in.dim(3) / groups;
    int at = 0;
    for (int ky = 0; ky < kernel.dim(1); ky++) {
      int y = oy * window.strideH() - window.padTop() + ky * window.dilationH();
      for (int kx = 0; kx < kernel.dim(2); kx++) {
        int x = ox * window.strideW() - window.padLeft() + kx * window.dilationW();
        boolean inside = y >= 0 && y < in.dim(1) && x >= 0 && x < in.dim(2);
        int from = ((n * in.dim(1) + y) * in.dim(2) + x) * in.dim(3) + group * depth;
        for (int c = 0; c < depth; c++) {
          patch[at++] = inside ? input[from + c] : 0;
        }
      }
    }
  }
}
