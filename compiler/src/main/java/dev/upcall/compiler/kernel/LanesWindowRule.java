package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.MveKernels.require;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.List;
import java.util.Optional;

/** Depthwise 3x3 convolution by patches of 4x4 inputs ({@code upcall_lanes_depthwise}). */
final class LanesWindowRule {
  static final String FUNCTION = "upcall_lanes_depthwise";

  private static final int KERNEL = 3;

  /** Images so wide that a row of columns takes more are left to kernels that need less. */
  private static final int MAX_SCRATCH = 6144;

  private final DepthwiseConv2D op;
  private final RangeAnalysis ranges;

  LanesWindowRule(DepthwiseConv2D op, RangeAnalysis ranges) {
    this.op = op;
    this.ranges = ranges;
  }

  KernelChoice choose() throws KernelLibrary.UnsuitedException {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    require(
        in.dim(0) == 1 && in.dim(3) == out.dim(3), "a batch or a multiplier", "neither of them");
    require(
        window.strideH() == window.strideW()
            && window.strideH() <= 2
            && Math.max(window.padTop(), window.padBottom()) <= 1
            && Math.max(window.padLeft(), window.padRight()) <= 1,
        "its stride or padding",
        "stride 1 or 2 both ways, padding of at most 1");
    LanesWindows layout = LanesWindows.of(op);
    require(layout.scratchBytes() <= MAX_SCRATCH, "an image so wide", "less scratch");
    Optional<ShortForm> form = ShortForms.halved(op, ranges.reach(op));
    require(form.isPresent(), "no short form", "one without corrections");
    boolean dense = window.strideH() == 1;
    int clearance = PixelClearance.ofWholeBlocks(in, out, window, out.dim(2));
    return new KernelChoice(
        op,
        Optional.of(FUNCTION),
        dense ? List.of() : List.of(new Overlap(op.input(), clearance)),
        dense && out.equals(in),
        layout.scratchBytes(),
        form);
  }

  /** Whether the window is 3x3 without gaps. */
  static boolean takes(DepthwiseConv2D op) {
    Shape kernel = op.weights().shape();
    return kernel.dim(1) == KERNEL
        && kernel.dim(2) == KERNEL
        && op.window().dilationH() == 1
        && op.window().dilationW() == 1;
  }
}
