package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.range.Accumulators;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/**
 * Kernels for the DSP extension of Armv7E-M and Armv8-M ({@code
 * templates/kernels/upcall_products*}): convolutions and matrix products whose accumulators leave 8
 * bits free.
 */
public final class DspKernels implements KernelLibrary {
  /** Convolution by blocks of pixels. */
  public static final String CONV = "upcall_products_conv2d";

  /** Matrix product of one vector. */
  public static final String FULLY_CONNECTED = "upcall_products_fully_connected";

  /** The same with less memory ({@link LeanKernels}). */
  public static final String PARTS = "upcall_products_parts";

  /** Depthwise 3x3 convolution. */
  public static final String DEPTHWISE = WalkRule.FUNCTION;

  /** Depthwise convolution along a line. */
  public static final String LINE = LineRule.FUNCTION;

  /** Pixels, and channels, of a block of {@link #CONV}. */
  private static final int PIXELS = 3;

  private static final int LANES = 2;

  /** Channels of a block of {@link #FULLY_CONNECTED}. */
  private static final int VECTOR_LANES = 4;

  private final RangeAnalysis ranges;

  /**
   * @param ranges of the graph whose operators are asked for
   */
  DspKernels(RangeAnalysis ranges) {
    this.ranges = ranges;
  }

  @Override
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    if (op instanceof Conv2D conv) {
      require(graph, conv);
      return conv(conv);
    }
    if (op instanceof FullyConnected product) {
      require(graph, product);
      require(rows(product) == 1, "several vectors", "one");
      return vector(product, product.weights().shape().dim(1));
    }
    if (op instanceof DepthwiseConv2D conv) {
      require(graph, conv);
      return LineRule.isLine(conv)
          ? LineRule.choose(conv, ranges)
          : new WalkRule(conv, ranges).choose();
    }
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice conv(Conv2D op) throws UnsuitedException {
    Shape kernel = op.weights().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    int pixels = out.dim(1) * out.dim(2);
    require(
        out.dim(0) == 1 && op.groups() == 1 && window.dilationH() == 1 && window.dilationW() == 1,
        "groups, dilation or a batch",
        "none of them");
    int run = kernel.dim(2) * kernel.dim(3);
    if (isVector(op)) {
      return vector(op, kernel.dim(1) * run);
    }
    require(out.dim(3) >= LANES, "one output channel", "at least " + LANES);
    List<Accumulators> reach = ranges.reach(op);
    Optional<ShortForm> form = form(op, reach);
    return choice(op, CONV, overlap(op), scratchBytes(op, form, pixels), form);
  }

  /**
   * From the last pixel to the first where each grows: then the output may begin where the input
   * does.
   */
  private static Overlap overlap(Conv2D op) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Shape kernel = op.weights().shape();
    boolean pointwise = kernel.dim(1) * kernel.dim(2) == 1 && op.window().equals(Window.unit());
    return pointwise && out.dim(3) > in.dim(3)
        ? new Overlap(op.input(), 0, true)
        : new Overlap(op.input(), PixelClearance.ofBlocks(in, out, op.window(), PIXELS));
  }

  /** Scratch of {@link #CONV} for so many output pixels. */
  static int scratchBytes(Conv2D op, Optional<ShortForm> form, int pixels) {
    Shape kernel = op.weights().shape();
    int channels = op.output().shape().dim(3);
    int run = kernel.dim(2) * kernel.dim(3);
    int groups = new ProductRows(kernel.dim(1), run).groups();
    int spare = op.window().pads() ? kernel.dim(1) * run : 0;
    if (form.isEmpty()) {
      spare = Math.max(spare, 4 * PIXELS * (channels + 1));
    } else if (pixels % PIXELS != 0) {
      spare = Math.max(spare, PIXELS * channels);
    }
    return 8 * PIXELS * groups + spare;
  }

  /** One output pixel whose patch is the whole of some rows. */
  static boolean isVector(Conv2D op) {
    Shape out = op.output().shape();
    return out.dim(1) * out.dim(2) == 1
        && !op.window().pads()
        && op.weights().shape().dim(2) == op.input().shape().dim(2)
        && out.dim(3) >= VECTOR_LANES;
  }

  private KernelChoice vector(Linear op, int depth) throws UnsuitedException {
    int channels = op.bias().shape().size();
    require(channels >= VECTOR_LANES, channels + " outputs", "at least " + VECTOR_LANES);
    Optional<ShortForm> form = form(op, ranges.reach(op));
    int groups = (depth + 7) / 8 * 2;
    int spare = form.isEmpty() ? 4 * (channels + VECTOR_LANES) : 0;
    return choice((Op) op, FULLY_CONNECTED, new Overlap(op.input(), 0), 8 * groups + spare, form);
  }

  private static KernelChoice choice(
      Op op, String function, Overlap overlap, int scratch, Optional<ShortForm> form) {
    return new KernelChoice(op, Optional.of(function), List.of(overlap), false, scratch, form);
  }

  /** Empty for the exact form. */
  private static Optional<ShortForm> form(Linear op, List<Accumulators> reach)
      throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.of(op, reach);
    boolean fits = reach.stream().allMatch(channel -> channel.fits(ShortForm.FREE_BITS, 0));
    require(form.isPresent() || fits, "accumulators of more than 24 bits", "at most 24 bits");
    return form;
  }

  static int rows(FullyConnected op) {
    return op.output().shape().size() / op.weights().shape().dim(0);
  }

  /** What both libraries of this shape of kernel take: int8, constant weights without -128. */
  static void require(Graph graph, Linear op) throws UnsuitedException {
    for (Value value : List.of(op.input(), op.weights(), op.output())) {
      require(value.type().dtype() == DType.INT8, value.type().dtype().irName(), "int8");
    }
    require(
        graph.isConstant(op.weights()) && graph.isConstant(op.bias()) && !isEmpty(op),
        "weights or bias computed by the graph",
        "constant weights and bias");
    for (byte weight : graph.constant(op.weights()).toBytes()) {
      require(weight != Byte.MIN_VALUE, "a weight of -128", "weights of -127..127");
    }
  }

  private static boolean isEmpty(Linear op) {
    return op.output().shape().size() == 0 || op.weights().shape().size() == 0;
  }

  static void require(boolean holds, String found, String need) throws UnsuitedException {
    if (!holds) {
      throw new UnsuitedException(found, need);
    }
  }
}
