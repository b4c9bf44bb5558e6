package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/**
 * Kernels for RV32 with multiplication ({@code templates/kernels/upcall_quads*}): as {@link
 * ScalarKernels}, with blocks of channels that fill 32 registers.
 */
public final class QuadsKernels implements KernelLibrary {
  /** Convolution by blocks of four pixels and four channels. */
  public static final String CONV = "upcall_quads_conv2d";

  /** Matrix product of one vector, sixteen channels at a time. */
  public static final String FULLY_CONNECTED = "upcall_quads_fully_connected";

  /** Depthwise 3x3 convolution. */
  public static final String DEPTHWISE = "upcall_quads_depthwise";

  /** Depthwise convolution along a line. */
  public static final String LINE = "upcall_quads_line";

  /** Channels of a block; taps are filled up to a multiple of it as well. */
  public static final int LANES = 4;

  private final RangeAnalysis ranges;

  /**
   * @param ranges of the graph whose operators are asked for
   */
  QuadsKernels(RangeAnalysis ranges) {
    this.ranges = ranges;
  }

  /** Whether a processor can run them in assembly. */
  static boolean suit(Board.Cpu cpu) {
    return cpu.core().startsWith("rv32im");
  }

  /** Taps with those that fill up. */
  public static int filled(int taps) {
    return (taps + LANES - 1) / LANES * LANES;
  }

  /**
   * Whether the kernels are told that there are corrections: where a negative sum does not make an
   * output of -128.
   */
  public static boolean signed(ShortForm form) {
    return form.signed() || form.offset() >> form.shift() != Byte.MIN_VALUE;
  }

  @Override
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    if (op instanceof Conv2D conv) {
      require(graph, conv);
      ScalarKernels.requirePlain(conv);
      return DspKernels.isVector(conv)
          ? vector(conv)
          : ScalarKernels.pixels(conv, CONV, filled(ScalarKernels.taps(conv)), form(conv));
    }
    if (op instanceof FullyConnected product) {
      require(graph, product);
      require(DspKernels.rows(product) == 1, "several vectors", "one");
      return vector(product);
    }
    if (op instanceof DepthwiseConv2D conv) {
      require(graph, conv);
      return LineRule.isLine(conv) ? line(conv) : depthwise(conv, ScalarKernels.inRow(conv, graph));
    }
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice depthwise(DepthwiseConv2D op, boolean inRow) throws UnsuitedException {
    ScalarKernels.requireThree(op);
    int left = op.window().padLeft();
    int right = ScalarKernels.columns(op) - left - op.input().shape().dim(2);
    require(left <= 1 && right <= 1, "padding of more than a column", "at most one at either side");
    Optional<ShortForm> form = form(op);
    require(
        !signed(form.get()),
        "an output that is not -128 at each negative sum",
        "one that is (RELU)");
    return ScalarKernels.rows(op, DEPTHWISE, 1, 0, inRow, form);
  }

  private KernelChoice line(DepthwiseConv2D op) throws UnsuitedException {
    LineRule.requirePlain(op);
    Overlap overlap = new Overlap(op.input(), 0);
    return new KernelChoice(op, Optional.of(LINE), List.of(overlap), false, 0, form(op));
  }

  private KernelChoice vector(Linear op) throws UnsuitedException {
    int channels = op.bias().shape().size();
    int taps = ScalarKernels.taps(op);
    require(channels >= LANES, channels + " outputs", "at least " + LANES);
    require(taps % LANES == 0, taps + " inputs", "a multiple of " + LANES);
    return new KernelChoice((Op) op, Optional.of(FULLY_CONNECTED), List.of(), false, 0, form(op));
  }

  private Optional<ShortForm> form(Linear op) throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.floored(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one");
    return form;
  }
}
