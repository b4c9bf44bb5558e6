package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.kernel.DspKernels;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.LeanKernels;
import dev.upcall.compiler.kernel.ProductRows;
import dev.upcall.compiler.kernel.ShortForm;
import dev.upcall.compiler.kernel.ShortForm.Channel;
import dev.upcall.compiler.kernel.VectorParts;
import dev.upcall.compiler.kernel.WalkLayout;
import dev.upcall.compiler.kernel.WinogradKernels;
import dev.upcall.compiler.quant.ChannelScaling;
import java.util.List;
import java.util.Optional;

/** Makes the layers that cores with a DSP extension compute in kernels of their own. */
final class DspLayers {
  private static final int LANES = 2;
  private static final int VECTOR_LANES = 4;

  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the constants of the layers made
   */
  DspLayers(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  /**
   * The layer, or empty if the kernel is none of these.
   *
   * @param scratch expression of type int32_t *
   */
  Optional<CLayer> make(KernelChoice choice, CLayerHead head, String scratch) {
    String function = choice.function().orElseThrow();
    if (function.equals(DspKernels.CONV)) {
      return Optional.of(conv((Conv2D) choice.op(), choice.shortForm(), head, scratch));
    }
    if (function.equals(WinogradKernels.CONV)) {
      ShortForm form = choice.shortForm().orElseThrow();
      return Optional.of(winograd((Conv2D) choice.op(), form, head, scratch));
    }
    if (function.equals(DspKernels.FULLY_CONNECTED)) {
      return Optional.of(vector((Linear) choice.op(), choice.shortForm(), head, scratch));
    }
    if (function.equals(DspKernels.PARTS)) {
      ShortForm form = choice.shortForm().orElseThrow();
      return Optional.of(parts((Linear) choice.op(), form, head, scratch));
    }
    if (function.equals(DspKernels.DEPTHWISE)) {
      return Optional.of(depthwise(choice, head, scratch));
    }
    if (function.equals(DspKernels.LINE)) {
      ShortForm form = choice.shortForm().orElseThrow();
      return Optional.of(line((DepthwiseConv2D) choice.op(), form, head, scratch));
    }
    return Optional.empty();
  }

  private CProductsConv2D conv(
      Conv2D op, Optional<ShortForm> form, CLayerHead head, String scratch) {
    Shape kernel = op.weights().shape();
    return new CProductsConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        Layers.window(op.window(), kernel.dim(1), kernel.dim(2)),
        Layers.zeroPoint(op.input()),
        new ProductRows(kernel.dim(1), kernel.dim(2) * kernel.dim(3)).tail(),
        products(op, kernel.dim(1), LANES, 1, form, head));
  }

  private CWinogradConv2D winograd(Conv2D op, ShortForm form, CLayerHead head, String scratch) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias =
        LayerArrays.foldZeroPoint(
            graph.constant(op.bias()).toInts(), weights, Layers.zeroPoint(op.input()));
    int[] words = new WinogradStream(weights, bias, form).words();
    arrays.add(CArray.ofInts(head.weights() + "_values", words));
    return new CWinogradConv2D(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.window().padTop(),
        op.window().padLeft(),
        Layers.zeroPoint(op.input()),
        form.signed() ? CProducts.SIGNED : CProducts.SHORT,
        form.offset(),
        form.shift());
  }

  private CProductsFullyConnected vector(
      Linear op, Optional<ShortForm> form, CLayerHead head, String scratch) {
    int depth = op.weights().shape().size() / op.bias().shape().size();
    return new CProductsFullyConnected(
        head, scratch, depth, products(op, 1, VECTOR_LANES, 2, form, head));
  }

  private CProductsParts parts(Linear op, ShortForm form, CLayerHead head, String scratch) {
    VectorParts parts = LeanKernels.partsOf(op);
    PartStream stream = new PartStream(stream(op, 1, VECTOR_LANES, 2, Optional.of(form)), parts);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.words()));
    CProducts products = products(op, parts.groups(), parts.blocks(), Optional.of(form), head);
    return new CProductsParts(head, scratch, parts.depth(), parts.part(), products);
  }

  private CDepthwiseWalk depthwise(KernelChoice choice, CLayerHead head, String scratch) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    ShortForm form = choice.shortForm().orElseThrow();
    depthwiseArrays(op, form, head);
    WalkLayout layout = head.rows() > 0 ? WalkLayout.of(op, head.rows()) : WalkLayout.of(op);
    return new CDepthwiseWalk(
        head,
        scratch,
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.window().strideW(),
        op.window().padTop(),
        op.window().padLeft(),
        Layers.zeroPoint(op.input()),
        layout.pitch(),
        layout.band(),
        form.shift());
  }

  private CDepthwiseLine line(DepthwiseConv2D op, ShortForm form, CLayerHead head, String scratch) {
    depthwiseArrays(op, form, head);
    int[] corrections = form.channels().stream().mapToInt(Channel::correction).toArray();
    arrays.add(CArray.ofInts(head.weights() + "_correction", corrections));
    Shape kernel = op.weights().shape();
    return new CDepthwiseLine(
        head,
        scratch,
        op.input().shape().dim(1) * op.input().shape().dim(2),
        op.input().shape().dim(3),
        kernel.dim(1) * kernel.dim(2),
        form.offset(),
        form.shift());
  }

  private void depthwiseArrays(DepthwiseConv2D op, ShortForm form, CLayerHead head) {
    TapWeights taps = TapWeights.of(graph, op, form);
    int[] multipliers = form.channels().stream().mapToInt(Channel::multiplier).toArray();
    arrays.add(CArray.ofBytes(head.weights() + "_values", taps.weights()));
    arrays.add(CArray.ofInts(head.weights() + "_bias", taps.starts()));
    arrays.add(CArray.ofInts(head.weights() + "_multiplier", multipliers));
  }

  private CProducts products(
      Linear op,
      int rows,
      int lanes,
      int groupMultiple,
      Optional<ShortForm> form,
      CLayerHead head) {
    ProductStream stream = stream(op, rows, lanes, groupMultiple, form);
    arrays.add(CArray.ofInts(head.weights() + "_values", stream.words()));
    if (form.isEmpty()) {
      arrays.addAll(LayerArrays.scaling(head.weights(), ChannelScaling.of(op)));
    }
    return products(op, stream.groups(), stream.blocks(), form, head);
  }

  private ProductStream stream(
      Linear op, int rows, int lanes, int groupMultiple, Optional<ShortForm> form) {
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias =
        LayerArrays.foldZeroPoint(
            graph.constant(op.bias()).toInts(), weights, Layers.zeroPoint(op.input()));
    return new ProductStream(weights, bias, rows, lanes, groupMultiple, form);
  }

  private static CProducts products(
      Linear op, int groups, int blocks, Optional<ShortForm> form, CLayerHead head) {
    return new CProducts(
        groups,
        blocks,
        op.bias().shape().size(),
        form.map(f -> f.signed() ? CProducts.SIGNED : CProducts.SHORT).orElse(CProducts.RAW),
        form.map(ShortForm::offset).orElse(0),
        form.map(ShortForm::shift).orElse(1),
        Layers.scaling(head, op.activation(), op.output()));
  }
}
