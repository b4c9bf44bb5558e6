package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;

/** Channels to pixels and back, channels last: a transposition between two reshapes. */
final class DepthSpace {
  private DepthSpace() {}

  /**
   * [N,H,W,C*b*b] to [N,H*b,W*b,C].
   *
   * @param channelsFirst whether a channel's b*b pixels lie side by side (ONNX's mode CRD), or a
   *     pixel's C channels (DCR, as in TFLite)
   */
  static Value toSpace(NodeContext node, Value x, int block, boolean channelsFirst) {
    Shape in = x.shape();
    int n = in.dim(0);
    int h = in.dim(1);
    int w = in.dim(2);
    int channels = in.dim(3) / (block * block);
    Value pixels =
        channelsFirst
            ? node.transpose(
                node.reshape(x, Shape.of(n, h, w, channels, block, block)), 0, 1, 4, 2, 5, 3)
            : node.transpose(
                node.reshape(x, Shape.of(n, h, w, block, block, channels)), 0, 1, 3, 2, 4, 5);
    return node.reshape(pixels, Shape.of(n, h * block, w * block, channels));
  }

  /** [N,H*b,W*b,C] to [N,H,W,b*b*C], the C channels of a pixel side by side. */
  static Value toDepth(NodeContext node, Value x, int block) {
    Shape in = x.shape();
    int h = in.dim(1) / block;
    int w = in.dim(2) / block;
    int channels = in.dim(3);
    Shape blocks = Shape.of(in.dim(0), h, block, w, block, channels);
    Value depth = node.transpose(node.reshape(x, blocks), 0, 1, 3, 2, 4, 5);
    return node.reshape(depth, Shape.of(in.dim(0), h, w, block * block * channels));
  }

  static int block(NodeContext node) {
    int block = node.attributes().integer("blocksize", 0);
    if (block < 1 || block > 1 << 10) {
      throw node.unsupported("blocksize " + block, "a blocksize from 1 to 1024");
    }
    return block;
  }
}
