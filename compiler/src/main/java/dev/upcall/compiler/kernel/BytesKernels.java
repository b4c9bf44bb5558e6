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
 * Kernels for cores of 8 bits ({@code templates/kernels/upcall_bytes*}): accumulators of 24 bits,
 * constants in program memory.
 */
public final class BytesKernels implements KernelLibrary {
  /** Convolution pixel by pixel. */
  public static final String CONV = "upcall_bytes_conv2d";

  /** The same of each channel by itself. */
  public static final String DEPTHWISE = "upcall_bytes_depthwise";

  /** Matrix product of vectors. */
  public static final String FULLY_CONNECTED = "upcall_bytes_fully_connected";

  /** What the kernels count in a byte. */
  private static final int MAX_BYTE = 255;

  /** What they compute in an int of 16 bits. */
  private static final int MAX_INT = Short.MAX_VALUE;

  private final RangeAnalysis ranges;

  /**
   * @param ranges of the graph whose operators are asked for
   */
  BytesKernels(RangeAnalysis ranges) {
    this.ranges = ranges;
  }

  /** Whether a processor has a use for them: AVR with a multiplier. */
  static boolean suit(Board.Cpu cpu) {
    return cpu.core().startsWith("avr");
  }

  @Override
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    if (op instanceof Conv2D conv) {
      require(graph, conv);
      require(conv.groups() == 1, conv.groups() + " groups", "one");
      requireByte(conv.bias().shape().size(), "output channels");
      return window(conv, conv.window(), CONV);
    }
    if (op instanceof DepthwiseConv2D conv) {
      require(graph, conv);
      int channels = conv.input().shape().dim(3);
      require(channels == conv.bias().shape().size(), "a channel multiplier", "none");
      return window(conv, conv.window(), DEPTHWISE);
    }
    if (op instanceof FullyConnected product) {
      require(graph, product);
      requireByte(product.bias().shape().size(), "outputs");
      requireInt(product.input().shape().size(), "inputs");
      requireInt(product.output().shape().size(), "outputs");
      return new KernelChoice(
          op, Optional.of(FULLY_CONNECTED), List.of(), false, 0, Optional.of(form(product)));
    }
    throw new UnsuitedException("operator " + op.mnemonic(), "a convolution or matrix product");
  }

  private KernelChoice window(Linear op, Window window, String function) throws UnsuitedException {
    Shape in = op.input().shape();
    Shape out = ((Op) op).output().shape();
    Shape kernel = op.weights().shape();
    require(
        in.dim(0) == 1 && window.dilationH() == 1 && window.dilationW() == 1,
        "a batch or dilation",
        "neither");
    requireByte(kernel.dim(1), "rows of a kernel");
    requireByte(kernel.dim(2), "columns of a kernel");
    requireInt(in.size(), "inputs");
    requireInt(out.size(), "outputs");
    int cut = kernel.dim(1) * kernel.dim(2) * in.dim(3);
    requireInt(cut, "inputs of a window");
    boolean cuts = window.pads() || function.equals(CONV) && kernel.dim(1) > 1;
    return new KernelChoice(
        (Op) op,
        Optional.of(function),
        List.of(new Overlap(op.input(), PixelClearance.of(in, out, window))),
        false,
        cuts ? (cut + 3) / 4 * 4 : 0,
        Optional.of(form(op)));
  }

  private ShortForm form(Linear op) throws UnsuitedException {
    Optional<ShortForm> form = ShortForms.ofBytes(op, ranges.reach(op));
    require(form.isPresent(), "no short form by whole bytes", "one without correction");
    return form.get();
  }

  private static void requireByte(int count, String what) throws UnsuitedException {
    require(count <= MAX_BYTE, count + " " + what, "at most " + MAX_BYTE);
  }

  private static void requireInt(int count, String what) throws UnsuitedException {
    require(count <= MAX_INT, count + " " + what, "at most " + MAX_INT);
  }
}
