package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelLibrary.UnsuitedException;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise convolution along a line, as in streaming models ({@code upcall_depthwise_line}, {@code
 * upcall_quads_line}).
 */
final class LineRule {
  static final String FUNCTION = "upcall_depthwise_line";

  /** Channels that are gathered together, a word each. */
  private static final int COLUMN_BYTES = 16;

  private static final int CHANNELS = 4;

  private LineRule() {}

  /** Whether image and kernel are lines in the same direction. */
  static boolean isLine(DepthwiseConv2D op) {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    return in.dim(1) * kernel.dim(1) == 1 || in.dim(2) * kernel.dim(2) == 1;
  }

  static KernelChoice choose(DepthwiseConv2D op, RangeAnalysis ranges) throws UnsuitedException {
    requirePlain(op);
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Optional<ShortForm> form = ShortForms.of(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one");
    int taps = kernel.dim(1) * kernel.dim(2);
    int inputs = in.dim(1) * in.dim(2);
    int columns = (inputs + 3) / 2 + 2 * (taps / 2 + 1);
    int scratch = columns * COLUMN_BYTES + (taps + 3) * CHANNELS;
    return new KernelChoice(op, Optional.of(FUNCTION), List.of(), true, scratch, form);
  }

  /**
   * One image, channels by themselves and in fours, each position once and with all taps inside.
   */
  static void requirePlain(DepthwiseConv2D op) throws UnsuitedException {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    require(
        in.dim(0) == 1 && in.dim(3) == kernel.dim(3) && in.dim(3) % CHANNELS == 0,
        "a batch, a multiplier or " + in.dim(3) + " channels",
        "a multiple of " + CHANNELS + " channels");
    require(
        op.window().equals(Window.unit()),
        "its stride, dilation or padding",
        "stride 1, no dilation, no padding");
  }
}
