package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.ScalarKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.util.List;
import java.util.Optional;

/** Makes the layers of {@link ScalarKernels}. */
final class ScalarLayers {
  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  ScalarLayers(Graph graph, List<CArray> arrays) {
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
      case ScalarKernels.CONV -> Optional.of(conv(choice, head, scratch));
      case ScalarKernels.FULLY_CONNECTED -> Optional.of(vector(choice, head, scratch));
      case ScalarKernels.DEPTHWISE -> Optional.of(depthwise(choice, head, scratch));
      default -> Optional.empty();
    };
  }

  private CScalarConv2D conv(KernelChoice choice, CLayerHead head, String scratch) {
    Conv2D op = (Conv2D) choice.op();
    ScalarStream stream = stream(op, choice, 0);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.singles()));
    Shape kernel = op.weights().shape();
    return new CScalarConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        scalar(stream, stream.channels()));
  }

  private CScalarFullyConnected vector(KernelChoice choice, CLayerHead head, String scratch) {
    Linear op = (Linear) choice.op();
    ScalarStream stream = stream(op, choice, ScalarStream.RAISED);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.fours()));
    return new CScalarFullyConnected(
        head,
        scratch,
        op.weights().shape().size() / stream.channels(),
        stream.channels(),
        scalar(stream, stream.channels() / ScalarStream.LANES));
  }

  private CScalarDepthwise depthwise(KernelChoice choice, CLayerHead head, String scratch) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    ShortForm form = choice.shortForm().orElseThrow();
    ColumnWeights columns = ColumnWeights.of(graph, op, form);
    int[] multipliers = form.channels().stream().mapToInt(ShortForm.Channel::multiplier).toArray();
    arrays.add(CArray.ofBytes(head.weights() + "_values", columns.weights()));
    arrays.add(CArray.ofInts(head.weights() + "_start", columns.starts()));
    arrays.add(CArray.ofInts(head.weights() + "_multiplier", multipliers));
    return new CScalarDepthwise(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.window().strideW(),
        op.window().padTop(),
        op.window().padLeft(),
        Layers.zeroPoint(op.input()),
        ScalarKernels.inPlace(op) ? 1 : 0,
        ScalarKernels.columns(op),
        form.offset(),
        form.shift());
  }

  /**
   * @param raised what the kernel adds to its inputs
   */
  private ScalarStream stream(Linear op, KernelChoice choice, int raised) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias =
        LayerArrays.foldZeroPoint(
            graph.constant(op.bias()).toInts(), weights, Layers.zeroPoint(op.input()) + raised);
    return new ScalarStream(weights, bias, choice.shortForm().orElseThrow());
  }

  private static CScalar scalar(ScalarStream stream, int blocks) {
    ShortForm form = stream.form();
    return new CScalar(
        stream.filled(),
        blocks,
        stream.channels(),
        form.signed() ? 1 : 0,
        form.offset(),
        form.shift());
  }
}
