package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
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
 * Kernels for cores that multiply one pair of numbers at a time ({@code
 * templates/kernels/upcall_scalar*}): two pixels share a multiplication.
 */
public final class ScalarKernels implements KernelLibrary {
  /** Convolution by blocks of pixels. */
  public static final String CONV = "upcall_scalar_conv2d";

  /** Matrix product of one vector. */
  public static final String FULLY_CONNECTED = "upcall_scalar_fully_connected";

  /** Depthwise 3x3 convolution. */
  public static final String DEPTHWISE = "upcall_scalar_depthwise";

  /** Pixels of a block of {@link #CONV}. */
  private static final int PIXELS = 4;

  /** Channels of a block of {@link #FULLY_CONNECTED}. */
  private static final int LANES = 4;

  /** Taps are filled up to a multiple of it. */
  private static final int TAPS = 8;

  /** Rows, and columns, of the kernel of {@link #DEPTHWISE}. */
  private static final int KERNEL = 3;

  private final RangeAnalysis ranges;

  /**
   * @param ranges of the graph whose operators are asked for
   */
  ScalarKernels(RangeAnalysis ranges) {
    this.ranges = ranges;
  }

  /**
   * Whether a processor gains by them: Cortex-M without DSP extension, RV32 with multiplication.
   */
  static boolean suit(Board.Cpu cpu) {
    return cpu.core().startsWith("cortex-m") || QuadsKernels.suit(cpu);
  }

  /** Taps with those that fill up. */
  public static int filled(int taps) {
    return (taps + TAPS - 1) / TAPS * TAPS;
  }

  @Override
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    if (op instanceof Conv2D conv) {
      require(graph, conv);
      requirePlain(conv);
      return DspKernels.isVector(conv) ? vector(conv) : conv(conv);
    }
    if (op instanceof FullyConnected product) {
      require(graph, product);
      require(DspKernels.rows(product) == 1, "several vectors", "one");
      return vector(product);
    }
    if (op instanceof DepthwiseConv2D conv) {
      require(graph, conv);
      return depthwise(conv, graph);
    }
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice conv(Conv2D op) throws UnsuitedException {
    return pixels(op, CONV, filled(taps(op)), form(op));
  }

  /**
   * A kernel that takes four pixels at a time, {@code upcall_scalar_pixels.h}.
   *
   * @param filled taps with those that fill up
   */
  static KernelChoice pixels(Conv2D op, String function, int filled, Optional<ShortForm> form) {
    Shape out = op.output().shape();
    Window window = op.window();
    int spare = window.pads() ? 2 * taps(op) : 0;
    if (out.dim(1) * out.dim(2) % PIXELS != 0) {
      spare = Math.max(spare, PIXELS * out.dim(3));
    }
    int clearance = PixelClearance.ofBlocks(op.input().shape(), out, window, PIXELS);
    return choice(op, function, clearance, 8 * filled + (spare + 3) / 4 * 4, form);
  }

  private KernelChoice depthwise(DepthwiseConv2D op, Graph graph) throws UnsuitedException {
    requireThree(op);
    Optional<ShortForm> form = ShortForms.narrow(op, ranges.reach(op));
    require(
        form.isPresent() && !form.get().signed(),
        "no short form without correction",
        "one of at most 30 bits");
    return rows(op, DEPTHWISE, 2, 4 * KERNEL * columns(op), inRow(op, graph), form);
  }

  /** Depthwise 3x3, stride 1 or 2 both ways. */
  static void requireThree(DepthwiseConv2D op) throws UnsuitedException {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Window window = op.window();
    require(
        kernel.dim(1) == KERNEL && kernel.dim(2) == KERNEL && in.dim(3) == kernel.dim(3),
        "a kernel of " + kernel.dim(1) + "x" + kernel.dim(2) + " or a multiplier",
        "3x3");
    require(
        in.dim(0) == 1
            && window.strideH() == window.strideW()
            && window.strideH() <= 2
            && window.dilationH() == 1
            && window.dilationW() == 1,
        "a batch, its stride or dilation",
        "stride 1 or 2 both ways, no dilation");
  }

  /**
   * A kernel that computes some rows of outputs at a time, before it writes them or while it does.
   *
   * @param bytes of scratch apart from rows of inputs
   * @param inRow as {@link #inRow} says
   */
  static KernelChoice rows(
      DepthwiseConv2D op,
      String function,
      int rows,
      int bytes,
      boolean inRow,
      Optional<ShortForm> form) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    boolean inPlace = inPlace(op) && inRow;
    int clearance = PixelClearance.ofWholeBlocks(in, out, op.window(), rows * out.dim(2));
    int lines = (inPlace(op) ? 3 : 1) * in.dim(2) * in.dim(3);
    return new KernelChoice(
        op,
        Optional.of(function),
        inPlace ? List.of() : List.of(new Overlap(op.input(), clearance)),
        inPlace,
        bytes + (lines + 3) / 4 * 4,
        form);
  }

  /** Whether the kernel keeps rows aside so that each output may take the place of an input. */
  public static boolean inPlace(DepthwiseConv2D op) {
    return op.window().strideH() == 1
        && op.window().padTop() == 1
        && op.output().shape().equals(op.input().shape());
  }

  /**
   * Whether the input's maker has as much input as output. In a row of such layers every distance
   * that one keeps adds to the arena; elsewhere there is room, and a place of its own is easier to
   * find.
   */
  static boolean inRow(DepthwiseConv2D op, Graph graph) {
    return graph.ops().stream()
        .filter(maker -> maker.output().equals(op.input()))
        .anyMatch(maker -> maker.inputs().get(0).shape().size() == op.input().shape().size());
  }

  /** Columns that the windows of a row reach, padding included. */
  public static int columns(DepthwiseConv2D op) {
    return (op.output().shape().dim(2) - 1) * op.window().strideW() + KERNEL;
  }

  static void requirePlain(Conv2D op) throws UnsuitedException {
    Window window = op.window();
    boolean plain = op.groups() == 1 && window.dilationH() == 1 && window.dilationW() == 1;
    require(
        plain && op.output().shape().dim(0) == 1, "groups, dilation or a batch", "none of them");
  }

  private KernelChoice vector(Linear op) throws UnsuitedException {
    int channels = op.bias().shape().size();
    require(channels >= LANES, channels + " outputs", "at least " + LANES);
    return choice(op, FULLY_CONNECTED, 0, filled(taps(op)), form(op));
  }

  private Optional<ShortForm> form(Linear op) throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.narrow(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one of at most 30 bits");
    return form;
  }

  private static KernelChoice choice(
      Linear op, String function, int clearance, int scratch, Optional<ShortForm> form) {
    Overlap overlap = new Overlap(op.input(), clearance);
    return new KernelChoice((Op) op, Optional.of(function), List.of(overlap), false, scratch, form);
  }

  static int taps(Linear op) {
    return op.weights().shape().size() / op.bias().shape().size();
  }
}
