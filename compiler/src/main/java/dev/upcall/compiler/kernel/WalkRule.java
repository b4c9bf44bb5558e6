package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.kernel.KernelLibrary.UnsuitedException;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/** Depthwise 3x3 convolution by columns of row pairs ({@code upcall_depthwise_walk}). */
final class WalkRule {
  static final String FUNCTION = "upcall_depthwise_walk";

  private static final int KERNEL = 3;

  /** Channels that are gathered together. */
  private static final int CHANNELS = 4;

  /** Shifts there is code for. */
  private static final List<Integer> SHIFTS = List.of(12, 10);

  private final DepthwiseConv2D op;
  private final RangeAnalysis ranges;

  WalkRule(DepthwiseConv2D op, RangeAnalysis ranges) {
    this.op = op;
    this.ranges = ranges;
  }

  KernelChoice choose() throws UnsuitedException {
    Shape in = op.input().shape();
    Shape kernel = op.weights().shape();
    Window window = op.window();
    require(
        kernel.dim(1) == KERNEL && kernel.dim(2) == KERNEL,
        "a kernel of " + kernel.dim(1) + "x" + kernel.dim(2),
        "3x3");
    require(
        in.dim(0) == 1 && in.dim(3) == kernel.dim(3) && in.dim(3) % CHANNELS == 0,
        "a batch, a multiplier or " + in.dim(3) + " channels",
        "a multiple of " + CHANNELS + " channels");
    require(
        window.strideH() == window.strideW()
            && window.strideH() <= 2
            && window.dilationH() == 1
            && window.dilationW() == 1
            && Math.max(window.padTop(), window.padBottom()) <= 1
            && Math.max(window.padLeft(), window.padRight()) <= 1,
        "its stride, dilation or padding",
        "stride 1 or 2 both ways, no dilation, padding of at most 1");
    Optional<ShortForm> form = ShortForms.folded(op, ranges.reach(op), SHIFTS);
    require(form.isPresent(), "no short form", "one of shift " + SHIFTS);
    boolean inPlace = window.strideH() == 1 && op.output().shape().equals(in);
    WalkLayout layout = WalkLayout.of(op);
    return new KernelChoice(
        op,
        Optional.of(FUNCTION),
        window.strideH() == 1 ? List.of() : List.of(overlap(layout.band())),
        inPlace,
        layout.scratchBytes(),
        form);
  }

  private Overlap overlap(int band) {
    Shape out = op.output().shape();
    int block = band * out.dim(2);
    return new Overlap(
        op.input(), PixelClearance.ofWholeBlocks(op.input().shape(), out, op.window(), block));
  }
}
