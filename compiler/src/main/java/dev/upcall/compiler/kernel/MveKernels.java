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
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/**
 * Kernels for the vector extension of Armv8.1-M, MVE ({@code templates/kernels/upcall_lanes*}), of
 * layers that have a {@link ShortForm}.
 */
public final class MveKernels implements KernelLibrary {
  /** Convolution by blocks of pixels. */
  public static final String CONV = "upcall_lanes_conv2d";

  /** Matrix product of one vector. */
  public static final String FULLY_CONNECTED = "upcall_lanes_fully_connected";

  /** Depthwise 3x3 convolution. */
  public static final String DEPTHWISE = LanesWindowRule.FUNCTION;

  /** Depthwise convolution by other windows. */
  public static final String TAPS = "upcall_lanes_taps";

  /** Pixels, and channels, of a block of {@link #CONV}. */
  private static final int PIXELS = 3;

  private static final int LANES = 2;

  /** Channels of a block of {@link #FULLY_CONNECTED}. */
  private static final int VECTOR_LANES = 4;

  /** Channels whose accumulators are there at once, of {@link #CONV} for each pixel. */
  private static final int ROW = 32;

  private static final int VECTOR_ROW = 128;

  /** Channels of {@link #TAPS} that are computed together. */
  private static final int GROUP = 16;

  private static final int MAX_TAPS = 49;

  private static final int WORD = 4;

  private final RangeAnalysis ranges;

  /**
   * @param ranges of the graph whose operators are asked for
   */
  MveKernels(RangeAnalysis ranges) {
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
      int rows = product.output().shape().size() / product.weights().shape().dim(0);
      require(rows == 1, "several vectors", "one");
      return vector(product);
    }
    if (op instanceof DepthwiseConv2D conv) {
      require(graph, conv);
      Optional<KernelChoice> windows =
          LanesWindowRule.takes(conv)
              ? new LanesWindowRule(conv, ranges).choose()
              : Optional.empty();
      return windows.isPresent() ? windows.get() : taps(conv);
    }
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice conv(Conv2D op) throws UnsuitedException {
    Shape out = op.output().shape();
    Window window = op.window();
    require(
        out.dim(0) == 1 && op.groups() == 1 && window.dilationH() == 1 && window.dilationW() == 1,
        "groups, dilation or a batch",
        "none of them");
    if (isVector(op)) {
      return vector(op);
    }
    require(out.dim(3) >= LANES, "one output channel", "at least " + LANES);
    LanesStrip strip = LanesStrip.of(op);
    return choice(
        op,
        CONV,
        List.of(overlap(op, strip.segment())),
        PIXELS * ROW * WORD + (strip.bytes() + WORD - 1) / WORD * WORD);
  }

  /**
   * Pixels that grow go from the last to the first: then the output may begin where the input does,
   * or behind a block of it where not all of a block is read before any of it is written. Segments
   * that are not whole rows begin anywhere in the order of pixels.
   */
  private static Overlap overlap(Conv2D op, int segment) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    if (segment > 0) {
      int block = segment == out.dim(2) ? segment : 1;
      return new Overlap(op.input(), PixelClearance.ofBlocks(in, out, window, block));
    }
    if (window.strideH() * window.strideW() == 1 && out.dim(3) > in.dim(3)) {
      return new Overlap(op.input(), out.dim(3) > ROW ? PIXELS * in.dim(3) : 0, true);
    }
    return new Overlap(op.input(), PixelClearance.ofWholeBlocks(in, out, window, PIXELS));
  }

  /** One output pixel whose patch is the whole of some rows. */
  private static boolean isVector(Conv2D op) {
    Shape out = op.output().shape();
    return out.dim(1) * out.dim(2) == 1
        && !op.window().pads()
        && op.weights().shape().dim(2) == op.input().shape().dim(2)
        && out.dim(3) >= VECTOR_LANES;
  }

  private KernelChoice taps(DepthwiseConv2D op) throws UnsuitedException {
    Shape kernel = op.weights().shape();
    int taps = kernel.dim(1) * kernel.dim(2);
    int channels = kernel.dim(3);
    require(
        op.input().shape().dim(0) == 1 && op.input().shape().dim(3) == channels,
        "a batch or a multiplier",
        "neither of them");
    require(taps <= MAX_TAPS, taps + " taps", "at most " + MAX_TAPS);
    int groups = (Math.min(channels, VECTOR_ROW) + GROUP - 1) / GROUP;
    int clearance = PixelClearance.of(op.input().shape(), op.output().shape(), op.window());
    return choice(
        op,
        TAPS,
        List.of(new Overlap(op.input(), clearance)),
        (groups * GROUP + (channels + WORD - 1) / WORD) * WORD);
  }

  private KernelChoice vector(Linear op) throws UnsuitedException {
    int channels = op.bias().shape().size();
    require(channels >= VECTOR_LANES, channels + " outputs", "at least " + VECTOR_LANES);
    boolean atOnce = channels <= VECTOR_ROW;
    return choice(
        op,
        FULLY_CONNECTED,
        atOnce ? List.of(new Overlap(op.input(), 0)) : List.of(),
        WORD * Math.min(channels, VECTOR_ROW));
  }

  private KernelChoice choice(Linear op, String function, List<Overlap> overlaps, int scratch)
      throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.of(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one");
    return new KernelChoice((Op) op, Optional.of(function), overlaps, false, scratch, form);
  }

  private static void require(Graph graph, Linear op) throws UnsuitedException {
    for (Value value : List.of(op.input(), op.weights(), op.output())) {
      require(value.type().dtype() == DType.INT8, value.type().dtype().irName(), "int8");
    }
    require(
        graph.isConstant(op.weights()) && graph.isConstant(op.bias()),
        "weights or bias computed by the graph",
        "constant weights and bias");
    require(
        op.output().shape().size() > 0 && op.weights().shape().size() > 0,
        "an empty output or no weights",
        "at least one of both");
  }

  static void require(boolean holds, String found, String need) throws UnsuitedException {
    if (!holds) {
      throw new UnsuitedException(found, need);
    }
  }
}
