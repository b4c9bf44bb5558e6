package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.BytesKernels;
import dev.upcall.compiler.kernel.KernelChoice;
import java.util.List;
import java.util.Optional;

/** Makes the layers of {@link BytesKernels}. */
final class BytesLayers {
  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  BytesLayers(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  /**
   * The layer, or empty if the kernel is none of these.
   *
   * @param scratch expression of type int32_t *
   */
  Optional<CLayer> make(KernelChoice choice, CLayerHead head, String scratch) {
    return switch (choice.function().orElseThrow()) {
      case BytesKernels.CONV -> Optional.of(conv(choice, head, scratch));
      case BytesKernels.DEPTHWISE -> Optional.of(depthwise(choice, head, scratch));
      case BytesKernels.FULLY_CONNECTED -> Optional.of(vectors(choice, head));
      default -> Optional.empty();
    };
  }

  private CBytesConv2D conv(KernelChoice choice, CLayerHead head, String scratch) {
    Conv2D op = (Conv2D) choice.op();
    add(head, stream(op, choice, graph.constant(op.weights()).toBytes()).vectors());
    Shape kernel = op.weights().shape();
    return new CBytesConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()));
  }

  private CBytesDepthwise depthwise(KernelChoice choice, CLayerHead head, String scratch) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    byte[] taps = graph.constant(op.weights()).toBytes();
    int channels = op.bias().shape().size();
    // From [tap][channel].
    byte[] weights = new byte[taps.length];
    for (int i = 0; i < taps.length; i++) {
      weights[i % channels * (taps.length / channels) + i / channels] = taps[i];
    }
    add(head, stream(op, choice, weights).singles());
    Shape kernel = op.weights().shape();
    return new CBytesDepthwise(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()));
  }

  private CBytesFullyConnected vectors(KernelChoice choice, CLayerHead head) {
    Linear op = (Linear) choice.op();
    add(head, stream(op, choice, graph.constant(op.weights()).toBytes()).vectors());
    int channels = op.bias().shape().size();
    int depth = op.weights().shape().size() / channels;
    return new CBytesFullyConnected(head, op.input().shape().size() / depth, depth, channels);
  }

  private void add(CLayerHead head, byte[] stream) {
    arrays.add(new CArray(head.weights() + "_values", ConstantData.ofBytes(stream), true));
  }

  /**
   * @param weights [channels, taps]
   */
  private ByteStream stream(Linear op, KernelChoice choice, byte[] weights) {
    int[] bias =
        LayerArrays.foldZeroPoint(
            graph.constant(op.bias()).toInts(), weights, Layers.zeroPoint(op.input()));
    return new ByteStream(weights, bias, choice.shortForm().orElseThrow());
  }
}
