package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.quant.WeightBits;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kernels in plain C99, which every target runs ({@code templates/kernels}). */
public final class PortableKernels implements KernelLibrary {
  /** A sum or difference in its short form. */
  public static final String SHORT_ADD = "upcall_add_short";

  public static final String SHORT_MUL = "upcall_mul_short";
  public static final String SHORT_MEAN = "upcall_mean_short";
  public static final String SHORT_POOL = "upcall_average_pool2d_short";

  /** Axes that the C of broadcasting, padding and transposition loops over. */
  private static final int MAX_RANK = 4;

  /** Beyond it TFLite's softmax leaves its number format. */
  private static final int MAX_SOFTMAX_DEPTH = 511;

  private interface Rule<O extends Op> {
    KernelChoice choose(O op, Graph graph) throws UnsuitedException;
  }

  private final Map<Class<? extends Op>, Rule<?>> rules = new HashMap<>();

  public PortableKernels() {
    rule(Add.class, PortableKernels::add);
    rule(AveragePool2D.class, PortableKernels::averagePool);
    rule(Binary.class, PortableKernels::binary);
    rule(Clamp.class, (op, graph) -> elementwise(op, op.input(), "upcall_clamp"));
    rule(Conv2D.class, PortableKernels::conv);
    rule(DepthwiseConv2D.class, PortableKernels::depthwise);
    rule(FullyConnected.class, PortableKernels::fullyConnected);
    rule(MaxPool2D.class, PortableKernels::maxPool);
    rule(Mean.class, PortableKernels::mean);
    rule(Pad.class, PortableKernels::pad);
    rule(Reshape.class, (op, graph) -> KernelChoice.view(op));
    rule(Softmax.class, PortableKernels::softmax);
    rule(Transpose.class, PortableKernels::transpose);
  }

  /** The operators that have a kernel; some only with the operands it takes. */
  public Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  private <O extends Op> void rule(Class<O> type, Rule<O> rule) {
    rules.put(type, rule);
  }

  // Registered under the operator's own class, so the rule takes it.
  @Override
  @SuppressWarnings("unchecked")
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    for (Value activation : List.of(op.inputs().get(0), op.output())) {
      DType dtype = activation.type().dtype();
      require(dtype == DType.INT8, dtype.irName() + " activations", "int8 activations");
    }
    require(op.output().shape().size() > 0, "an empty output", "at least one element");
    Rule<Op> rule = (Rule<Op>) rules.get(op.getClass());
    require(rule != null, "operator " + op.mnemonic(), "an operator with an integer kernel");
    return rule.choose(op, graph);
  }

  private static KernelChoice conv(Conv2D op, Graph graph) throws UnsuitedException {
    requireWeights(graph, op.weights(), op.bias());
    return window(op, op.input(), op.window(), "upcall_conv2d" + width(op));
  }

  private static KernelChoice depthwise(DepthwiseConv2D op, Graph graph) throws UnsuitedException {
    requireWeights(graph, op.weights(), op.bias());
    require(
        width(op).isEmpty() || WeightBits.hasFourBits(op),
        "several output channels for one of the input, with weights of 4 bits",
        "weights of 8 bits");
    return window(op, op.input(), op.window(), "upcall_depthwise_conv2d" + width(op));
  }

  private static KernelChoice fullyConnected(FullyConnected op, Graph graph)
      throws UnsuitedException {
    requireWeights(graph, op.weights(), op.bias());
    return KernelChoice.of(op, "upcall_fully_connected" + width(op));
  }

  /** What the names of kernels for weights of 4 bits end in. */
  private static String width(Linear op) {
    return op.weights().type().dtype() == DType.INT4 ? "_w4" : "";
  }

  private static KernelChoice maxPool(MaxPool2D op, Graph graph) throws UnsuitedException {
    requirePool(op.input(), op.output(), op.window(), op.kernelH(), op.kernelW());
    return window(op, op.input(), op.window(), "upcall_max_pool2d");
  }

  private static KernelChoice averagePool(AveragePool2D op, Graph graph) throws UnsuitedException {
    requirePool(op.input(), op.output(), op.window(), op.kernelH(), op.kernelW());
    boolean alike = op.countPadding() || !op.window().pads();
    Optional<RoundingForm> form = alike ? RoundingForm.ofPool(op) : Optional.empty();
    return window(
            op, op.input(), op.window(), form.isPresent() ? SHORT_POOL : "upcall_average_pool2d")
        .with(form);
  }

  private static KernelChoice add(Add op, Graph graph) throws UnsuitedException {
    if (op.left().shape().size() != op.right().shape().size()) {
      requireRank(op.output().shape());
      return KernelChoice.of(op, "upcall_add_broadcast");
    }
    Optional<SumForm> form = areBytes(op) ? SumForm.of(op) : Optional.empty();
    return alike(op, form.isPresent() ? SHORT_ADD : "upcall_add").with(form);
  }

  /** Of pairs the products, and the differences of as many elements; others are general. */
  private static KernelChoice binary(Binary op, Graph graph) throws UnsuitedException {
    require(areBytes(op), "operands of other types", "int8 operands");
    if (op.kind() == BinaryKind.SUB) {
      require(
          op.left().shape().size() == op.right().shape().size(), "broadcasting", "no broadcasting");
      Optional<SumForm> form = SumForm.of(op);
      require(form.isPresent(), "a difference without a short form", "one rounding");
      return alike(op, SHORT_ADD).with(form);
    }
    require(op.kind() == BinaryKind.MUL, "operator " + op.mnemonic(), "mul or sub");
    RowProduct rows =
        RowProduct.of(op)
            .orElseThrow(() -> new UnsuitedException("broadcasting", "rows by a vector"));
    Optional<RoundingForm> form = RoundingForm.ofProduct(op);
    require(form.isPresent(), "a product without a short form", "one rounding");
    return rows.repeats()
        ? KernelChoice.of(op, SHORT_MUL, new Overlap(rows.rows(), 0)).with(form)
        : alike(op, SHORT_MUL).with(form);
  }

  private static boolean areBytes(Op op) {
    return op.inputs().stream().allMatch(operand -> operand.type().dtype() == DType.INT8);
  }

  /** Of two operands, each as large as the output. */
  private static KernelChoice alike(Op op, String function) {
    return KernelChoice.of(
        op, function, new Overlap(op.inputs().get(0), 0), new Overlap(op.inputs().get(1), 0));
  }

  private static KernelChoice mean(Mean op, Graph graph) throws UnsuitedException {
    List<Integer> axes = op.axes().stream().sorted().toList();
    for (int i = 1; i < axes.size(); i++) {
      require(axes.get(i) == axes.get(i - 1) + 1, "mean over axes " + axes, "axes side by side");
    }
    Optional<RoundingForm> form = RoundingForm.ofMean(op);
    return elementwise(op, op.input(), form.isPresent() ? SHORT_MEAN : "upcall_mean").with(form);
  }

  private static KernelChoice softmax(Softmax op, Graph graph) throws UnsuitedException {
    int depth = op.input().shape().dim(-1);
    require(
        depth <= MAX_SOFTMAX_DEPTH,
        "softmax over " + depth + " values",
        "at most " + MAX_SOFTMAX_DEPTH);
    return elementwise(op, op.input(), "upcall_softmax");
  }

  private static KernelChoice pad(Pad op, Graph graph) throws UnsuitedException {
    requireRank(op.output().shape());
    requireSameScale(op.input(), op.output());
    return KernelChoice.of(op, "upcall_pad");
  }

  private static KernelChoice transpose(Transpose op, Graph graph) throws UnsuitedException {
    requireRank(op.output().shape());
    requireSameScale(op.input(), op.output());
    return KernelChoice.of(op, "upcall_transpose");
  }

  /** A kernel that writes an element after it has read all up to the element at its place. */
  private static KernelChoice elementwise(Op op, Value input, String function) {
    return KernelChoice.of(op, function, new Overlap(input, 0));
  }

  private static KernelChoice window(Op op, Value input, Window window, String function)
      throws UnsuitedException {
    int batch = input.shape().dim(0);
    require(batch == 1, "a batch of " + batch, "one sample at a time");
    int clearance = PixelClearance.of(input.shape(), op.output().shape(), window);
    return KernelChoice.of(op, function, new Overlap(input, clearance));
  }

  private static void requirePool(
      Value input, Value output, Window window, int kernelH, int kernelW) throws UnsuitedException {
    requireSameScale(input, output);
    boolean padded =
        window.padTop() < window.dilationH() * (kernelH - 1) + 1
            && window.padBottom() < window.dilationH() * (kernelH - 1) + 1
            && window.padLeft() < window.dilationW() * (kernelW - 1) + 1
            && window.padRight() < window.dilationW() * (kernelW - 1) + 1;
    require(padded, "windows that may lie outside the image", "padding less than the kernel");
  }

  private static void requireWeights(Graph graph, Value... constants) throws UnsuitedException {
    for (Value constant : constants) {
      require(
          graph.isConstant(constant),
          "weights or bias computed by the graph",
          "constant weights and bias");
    }
  }

  private static void requireSameScale(Value input, Value output) throws UnsuitedException {
    require(
        input.type().qparams().equals(output.type().qparams()),
        "unlike quantisation of input "
            + input.type().qparams()
            + " and output "
            + output.type().qparams(),
        "the same on both sides");
  }

  private static void requireRank(Shape shape) throws UnsuitedException {
    require(shape.rank() <= MAX_RANK, "shape " + shape, "at most " + MAX_RANK + " axes");
  }

  private static void require(boolean holds, String found, String need) throws UnsuitedException {
    if (!holds) {
      throw new UnsuitedException(found, need);
    }
  }
}
