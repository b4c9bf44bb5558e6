package dev.upcall.compiler.kernel;

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

  /** Empty where the kernel does not take the layer, though its window is 3x3. */
  Optional<KernelChoice> choose() {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    Window window = op.window();
    boolean known =
        in.dim(0) == 1
            && in.dim(3) == out.dim(3)
            && window.strideH() == window.strideW()
            && window.strideH() <= 2
            && Math.max(window.padTop(), window.padBottom()) <= 1
            && Math.max(window.padLeft(), window.padRight()) <= 1;
    if (!known || LanesWindows.of(op).scratchBytes() > MAX_SCRATCH) {
      return Optional.empty();
    }
    LanesWindows layout = LanesWindows.of(op);
    return ShortForms.halved(op, ranges.reach(op)).map(form -> choice(in, out, layout, form));
  }

  private KernelChoice choice(Shape in, Shape out, LanesWindows layout, ShortForm form) {
    Window window = op.window();
    boolean dense = window.strideH() == 1;
    int clearance = PixelClearance.ofWholeBlocks(in, out, window, out.dim(2));
    return new KernelChoice(
        op,
        Optional.of(FUNCTION),
        dense ? List.of() : List.of(new Overlap(op.input(), clearance)),
        dense && out.equals(in),
        layout.scratchBytes(),
        Optional.of(form));
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
