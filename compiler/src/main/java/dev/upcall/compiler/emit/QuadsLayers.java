package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.QuadsKernels;
import dev.upcall.compiler.kernel.ScalarKernels;
import dev.upcall.compiler.kernel.ShortForm;
import java.util.List;
import java.util.Optional;

/** Makes the layers of {@link QuadsKernels}. */
final class QuadsLayers {
  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  QuadsLayers(Graph graph, List<CArray> arrays) {
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
      case QuadsKernels.CONV -> Optional.of(conv(choice, head, scratch));
      case QuadsKernels.FULLY_CONNECTED -> Optional.of(vector(choice, head));
      case QuadsKernels.DEPTHWISE -> Optional.of(depthwise(choice, head, scratch));
      case QuadsKernels.LINE -> Optional.of(line(choice, head));
      default -> Optional.empty();
    };
  }

  private CQuadsConv2D conv(KernelChoice choice, CLayerHead head, String scratch) {
    Conv2D op = (Conv2D) choice.op();
    QuadsStream stream = stream(op, choice);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.quads()));
    Shape kernel = op.weights().shape();
    return new CQuadsConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        scalar(stream, stream.channels()));
  }

  private CQuadsFullyConnected vector(KernelChoice choice, CLayerHead head) {
    QuadsStream stream = stream((Linear) choice.op(), choice);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.vectors()));
    return new CQuadsFullyConnected(
        head, stream.channels(), scalar(stream, stream.channels() / QuadsKernels.LANES));
  }

  private CQuadsDepthwise depthwise(KernelChoice choice, CLayerHead head, String scratch) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    ShortForm form = choice.shortForm().orElseThrow();
    ColumnWeights columns = ColumnWeights.of(graph, op, form);
    int[] records = new int[2 * columns.channels()];
    for (int channel = 0; channel < columns.channels(); channel++) {
      records[2 * channel] = columns.starts()[channel];
      records[2 * channel + 1] = form.channels().get(channel).multiplier();
    }
    arrays.add(CArray.ofBytes(head.weights() + "_values", columns.weights()));
    arrays.add(CArray.ofInts(head.weights() + "_records", records));
    return new CQuadsDepthwise(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.window().strideW(),
        op.window().padTop(),
        op.window().padLeft(),
        Layers.zeroPoint(op.input()),
        ScalarKernels.inPlace(op) ? 1 : 0,
        form.offset(),
        form.shift());
  }

  private CQuadsLine line(KernelChoice choice, CLayerHead head) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    ShortForm form = choice.shortForm().orElseThrow();
    TapWeights taps = TapWeights.of(graph, op, form);
    int signed = QuadsKernels.signed(form) ? 1 : 0;
    int[] records = new int[(2 + signed) * taps.starts().length];
    int at = 0;
    for (int channel = 0; channel < taps.starts().length; channel++) {
      records[at++] = taps.starts()[channel];
      records[at++] = form.channels().get(channel).multiplier();
      if (signed != 0) {
        records[at++] = form.channels().get(channel).correction();
      }
    }
    arrays.add(CArray.ofBytes(head.weights() + "_values", taps.weights()));
    arrays.add(CArray.ofInts(head.weights() + "_records", records));
    Shape in = op.input().shape();
    return new CQuadsLine(
        head,
        in.dim(1) * in.dim(2),
        in.dim(3),
        taps.weights().length / in.dim(3),
        signed,
        form.offset(),
        form.shift());
  }

  private QuadsStream stream(Linear op, KernelChoice choice) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias =
        LayerArrays.foldZeroPoint(
            graph.constant(op.bias()).toInts(), weights, Layers.zeroPoint(op.input()));
    return new QuadsStream(weights, bias, choice.shortForm().orElseThrow());
  }

  private static CScalar scalar(QuadsStream stream, int blocks) {
    ShortForm form = stream.form();
    return new CScalar(
        stream.filled(),
        blocks,
        stream.channels(),
        stream.signed() ? 1 : 0,
        form.offset(),
        form.shift());
  }
}
