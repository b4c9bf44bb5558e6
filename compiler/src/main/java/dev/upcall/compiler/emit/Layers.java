package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.RoundingForm;
import dev.upcall.compiler.kernel.RowProduct;
import dev.upcall.compiler.kernel.SumForm;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.MeanScaling;
import dev.upcall.compiler.quant.SoftmaxScaling;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the operators of one planned stage into layers: the numbers their C is printed with. */
final class Layers {
  private interface Maker<O extends Op> {
    CLayer make(O op, CLayerHead head);
  }

  private final MemoryPlan plan;
  private final Graph graph;
  private final Map<Class<? extends Op>, Maker<?>> makers = new HashMap<>();
  private final List<CArray> arrays = new ArrayList<>();

  /** Rows that the layer in hand computes at a time; 0 if all. */
  private int rows;

  private Layers(MemoryPlan plan) {
    this.plan = plan;
    this.graph = plan.program().model().graph();
    PortableLinearLayers weighted = new PortableLinearLayers(graph, arrays);
    maker(Add.class, this::add);
    maker(AveragePool2D.class, this::averagePool);
    maker(Clamp.class, this::clamp);
    maker(Conv2D.class, weighted::conv);
    maker(DepthwiseConv2D.class, weighted::depthwise);
    maker(FullyConnected.class, weighted::fullyConnected);
    maker(MaxPool2D.class, this::maxPool);
    maker(Mean.class, this::mean);
    maker(Pad.class, this::pad);
    maker(Softmax.class, this::softmax);
    maker(Transpose.class, this::transpose);
  }

  /**
   * A layer and the arrays its C refers to.
   *
   * @param headers of the kernels it calls
   * @param unpack what decodes its weights, if they are compressed
   */
  record Layer(CLayer c, List<CArray> arrays, List<String> headers, Optional<CUnpack> unpack) {
    /** With weights as they are. */
    Layer(CLayer c, List<CArray> arrays, List<String> headers) {
      this(c, arrays, headers, Optional.empty());
    }

    /** The function to call. */
    String function() {
      return unpack.map(CUnpack::function).orElse(c.head().function());
    }
  }

  /** The layers of a stage, in the order in which they run; views have none. */
  static List<Layer> of(MemoryPlan plan) {
    return plan.program().model() instanceof FloatGraph
        ? new FloatLayers().make(plan)
        : new Layers(plan).make();
  }

  private <O extends Op> void maker(Class<O> type, Maker<O> maker) {
    makers.put(type, maker);
  }

  private List<Layer> make() {
    List<Layer> layers = new ArrayList<>();
    for (int step = 0; step < plan.program().steps().size(); step++) {
      KernelChoice choice = plan.program().steps().get(step);
      int index = step;
      if (!choice.isView()) {
        rows = plan.segment(step).map(segment -> segment.layer(index).rows()).orElse(0);
        Layer layer = make(choice, layers.size(), scratch(choice, step));
        layers.add(choice.packedBytes() > 0 ? packed(layer, choice, step) : layer);
      }
    }
    return layers;
  }

  /** The same with its weights compressed; they lie at the end of its scratch when it runs. */
  private Layer packed(Layer layer, KernelChoice choice, int step) {
    int word = (plan.scratchOffset(step) + choice.scratchBytes() - choice.packedBytes()) / 4;
    return new PackedLayer(layer, word).make();
  }

  // Registered under the operator's own class, so the maker takes it.
  @SuppressWarnings("unchecked")
  private Layer make(KernelChoice choice, int index, String scratch) {
    Op op = choice.op();
    arrays.clear();
    String weights = "upcall_weights_" + index;
    CLayerHead head =
        new CLayerHead(
            (choice.packedBytes() > 0 ? "unpacked_" : "layer_") + index + "_" + op.mnemonic(),
            choice.function().orElseThrow(),
            weights,
            LayerComment.of(index, op, graph),
            rows > 0 ? "band->left" : pointer(op.inputs().get(0), weights + "_left"),
            rows > 0 ? "band->output" : pointer(op.output(), weights),
            rows);
    CLayer layer =
        new DspLayers(graph, arrays)
            .make(choice, head, scratch)
            .or(() -> new LanesLayers(graph, arrays).make(choice, head, scratch))
            .or(() -> new RowLayers(graph, arrays, this::pointer).make(choice, head, scratch))
            .or(() -> new ScalarLayers(graph, arrays).make(choice, head, scratch))
            .or(() -> new QuadsLayers(graph, arrays).make(choice, head, scratch))
            .or(() -> new BytesLayers(graph, arrays).make(choice, head, scratch))
            .or(() -> new GeneralLayers(graph, arrays, this::pointer).make(choice, head))
            .or(() -> choice.sumForm().map(form -> sum(op, form, head)))
            .or(() -> choice.roundingForm().map(form -> rounded(op, form, head)))
            .orElseGet(() -> ((Maker<Op>) makers.get(op.getClass())).make(op, head));
    return new Layer(layer, List.copyOf(arrays), List.of(choice.function().orElseThrow() + ".h"));
  }

  private CLayer sum(Op op, SumForm form, CLayerHead head) {
    return new CAddShort(
        head,
        form.left(),
        form.right(),
        form.offset(),
        form.shift(),
        right(op, head),
        count(head, op.output()));
  }

  private CLayer rounded(Op op, RoundingForm form, CLayerHead head) {
    CRounding rounding = CRounding.of(form);
    if (op instanceof AveragePool2D pool) {
      return averagePool(pool, head, Optional.of(rounding));
    }
    if (op instanceof Mean mean) {
      CMean exact = mean(mean, head);
      return new CMeanShort(
          head, exact.outer(), exact.count(), exact.inner(), exact.offset(), rounding);
    }
    RowProduct product = RowProduct.of((Binary) op).orElseThrow();
    return new CMulShort(
        head,
        right(op, head),
        zeroPoint(product.rows()),
        zeroPoint(product.other()),
        rounding,
        product.rows().shape().size() / product.count(),
        product.count(),
        product.repeats() ? 0 : product.count(),
        product.rows() == op.inputs().get(0) ? 0 : 1);
  }

  private String right(Op op, CLayerHead head) {
    Value right = op.inputs().get(1);
    return head.rows() > 0 ? "band->right" : pointer(right, head.weights() + "_right");
  }

  /** Elements of a value, or of one of its rows where a layer computes rows. */
  static int count(CLayerHead head, Value value) {
    int size = value.shape().size();
    return head.rows() > 0 ? size / value.shape().dim(1) : size;
  }

  private String scratch(KernelChoice choice, int step) {
    return choice.scratchBytes() == 0
        ? ""
        : "(int32_t *)upcall_arena_words + " + plan.scratchOffset(step) / 4;
  }

  /** Where a value lies: in the arena, or for a constant operand in an array made here. */
  private String pointer(Value value, String arrayName) {
    if (graph.isConstant(value)) {
      arrays.add(CArray.ofBytes(arrayName, graph.constant(value).toBytes()));
      return arrayName;
    }
    return graph
        .state(value)
        .map(state -> StageStates.name(graph, state))
        .orElseGet(() -> "upcall_arena + " + plan.offset(value));
  }

  private CLayer add(Add op, CLayerHead head) {
    AddScaling scaling = AddScaling.of(op.left().type(), op.right().type(), op.output().type());
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    CSum sum =
        new CSum(
            zeroPoint(op.left()),
            zeroPoint(op.right()),
            zeroPoint(op.output()),
            CFactor.of(scaling.left()),
            CFactor.of(scaling.right()),
            CFactor.of(scaling.output()),
            range.min(),
            range.max());
    Shape out = op.output().shape();
    String right = right(op, head);
    if (op.left().shape().size() == op.right().shape().size()) {
      return new CAdd(head, sum, right, count(head, op.output()));
    }
    return new CAddBroadcast(
        head,
        sum,
        right,
        FourAxes.dims(out),
        FourAxes.strides(op.left().shape()),
        FourAxes.strides(op.right().shape()));
  }

  private CMaxPool2D maxPool(MaxPool2D op, CLayerHead head) {
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    return new CMaxPool2D(
        head,
        image(op.input()),
        image(op.output()),
        window(op.window(), op.kernelH(), op.kernelW()),
        range.min(),
        range.max());
  }

  private CAveragePool2D averagePool(AveragePool2D op, CLayerHead head) {
    return averagePool(op, head, Optional.empty());
  }

  private static CAveragePool2D averagePool(
      AveragePool2D op, CLayerHead head, Optional<CRounding> rounding) {
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    return new CAveragePool2D(
        head,
        image(op.input()),
        image(op.output()),
        window(op.window(), op.kernelH(), op.kernelW()),
        op.countPadding() ? 1 : 0,
        zeroPoint(op.input()),
        range.min(),
        range.max(),
        rounding);
  }

  private CMean mean(Mean op, CLayerHead head) {
    Shape in = op.input().shape();
    int first = Collections.min(op.axes());
    int outer = 1;
    for (int axis = 0; axis < first; axis++) {
      outer *= in.dim(axis);
    }
    int count = in.size() / op.output().shape().size();
    QParams input = op.input().type().qparams();
    FixedPoint factor = MeanScaling.of(input, op.output().type().qparams(), count);
    return new CMean(
        head,
        outer,
        count,
        in.size() / outer / count,
        -input.zeroPoint() * count,
        CFactor.of(factor),
        zeroPoint(op.output()));
  }

  private CClamp clamp(Clamp op, CLayerHead head) {
    QParams out = op.output().type().qparams();
    ClampRange range = ClampRange.of(op.activation(), op.output().type());
    double factor = (double) op.input().type().qparams().scale() / out.scale();
    return new CClamp(
        head,
        zeroPoint(op.input()),
        out.zeroPoint(),
        CFactor.of(FixedPoint.of(factor)),
        range.min(),
        range.max(),
        count(head, op.output()));
  }

  private CPad pad(Pad op, CLayerHead head) {
    List<Integer> before = new ArrayList<>(List.of(0, 0, 0, 0));
    int skipped = before.size() - op.padding().size();
    for (int axis = 0; axis < op.padding().size(); axis++) {
      before.set(skipped + axis, op.padding().get(axis).before());
    }
    int bytes = op.output().type().dtype().bytes();
    return new CPad(
        head,
        widened(FourAxes.dims(op.input().shape()), bytes),
        widened(FourAxes.dims(op.output().shape()), bytes),
        widened(before, bytes),
        op.output().type().qparams().quantize(op.value()));
  }

  /** Elements of several bytes as so many more elements along the last axis. */
  private static List<Integer> widened(List<Integer> dims, int bytes) {
    List<Integer> widened = new ArrayList<>(dims);
    widened.set(widened.size() - 1, widened.get(widened.size() - 1) * bytes);
    return widened;
  }

  private CTranspose transpose(Transpose op, CLayerHead head) {
    List<Integer> inputStrides = FourAxes.strides(op.input().shape());
    List<Integer> strides = new ArrayList<>(List.of(0, 0, 0, 0));
    int skipped = strides.size() - op.permutation().size();
    for (int axis = 0; axis < op.permutation().size(); axis++) {
      strides.set(skipped + axis, inputStrides.get(skipped + op.permutation().get(axis)));
    }
    return new CTranspose(head, FourAxes.dims(op.output().shape()), strides);
  }

  private CSoftmax softmax(Softmax op, CLayerHead head) {
    int depth = op.input().shape().dim(-1);
    SoftmaxScaling scaling = SoftmaxScaling.of(op.beta(), op.input().type().qparams().scale());
    return new CSoftmax(
        head,
        op.input().shape().size() / depth,
        depth,
        CFactor.of(scaling.factor()),
        scaling.minDifference());
  }

  static CScaling scaling(CLayerHead head, Activation activation, Value output) {
    ClampRange range = ClampRange.of(activation, output.type());
    return new CScaling(head.weights(), zeroPoint(output), range.min(), range.max());
  }

  static CImage image(Value value) {
    Shape shape = value.shape();
    return new CImage(shape.dim(1), shape.dim(2), shape.dim(3));
  }

  static CWindow window(Window window, int height, int width) {
    return new CWindow(
        height,
        width,
        window.strideH(),
        window.strideW(),
        window.dilationH(),
        window.dilationW(),
        window.padTop(),
        window.padLeft());
  }

  static int zeroPoint(Value value) {
    return value.type().qparams().zeroPoint();
  }
}
