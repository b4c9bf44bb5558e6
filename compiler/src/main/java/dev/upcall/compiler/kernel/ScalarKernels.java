package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
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

  /** Pixels of a block of {@link #CONV}. */
  private static final int PIXELS = 4;

  /** Channels of a block of {@link #FULLY_CONNECTED}. */
  private static final int LANES = 4;

  /** Taps are filled up to a multiple of it. */
  private static final int TAPS = 8;

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
    return cpu.core().startsWith("cortex-m") || cpu.core().startsWith("rv32im");
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
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice conv(Conv2D op) throws UnsuitedException {
    Shape out = op.output().shape();
    Window window = op.window();
    int taps = taps(op);
    int spare = window.pads() ? 2 * taps : 0;
    if (out.dim(1) * out.dim(2) % PIXELS != 0) {
      spare = Math.max(spare, PIXELS * out.dim(3));
    }
    int clearance = PixelClearance.ofBlocks(op.input().shape(), out, window, PIXELS);
    return choice(op, CONV, clearance, 8 * filled(taps) + (spare + 3) / 4 * 4);
  }

  private static void requirePlain(Conv2D op) throws UnsuitedException {
    Window window = op.window();
    boolean plain = op.groups() == 1 && window.dilationH() == 1 && window.dilationW() == 1;
    require(
        plain && op.output().shape().dim(0) == 1, "groups, dilation or a batch", "none of them");
  }

  private KernelChoice vector(Linear op) throws UnsuitedException {
    int channels = op.bias().shape().size();
    require(channels >= LANES, channels + " outputs", "at least " + LANES);
    return choice(op, FULLY_CONNECTED, 0, 4 * filled(taps(op)));
  }

  private KernelChoice choice(Linear op, String function, int clearance, int scratch)
      throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.narrow(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one of at most 30 bits");
    Overlap overlap = new Overlap(op.input(), clearance);
    return new KernelChoice((Op) op, Optional.of(function), List.of(overlap), false, scratch, form);
  }

  private static int taps(Linear op) {
    return op.weights().shape().size() / op.bias().shape().size();
  }
}
