package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.Optional;
import java.util.Set;

/**
 * Which kernels can be asked for some rows of their output. All of them take an image's height and
 * the padding above it as numbers, so that the rows that are there pass for a lower image.
 */
public final class BandKernels {
  /** Kernels of windows over [1,H,W,C]. */
  private static final Set<String> WINDOWS =
      Set.of(
          DspKernels.CONV,
          DspKernels.DEPTHWISE,
          MveKernels.CONV,
          MveKernels.DEPTHWISE,
          MveKernels.TAPS,
          "upcall_conv2d",
          "upcall_conv2d_w4",
          "upcall_depthwise_conv2d",
          "upcall_depthwise_conv2d_w4",
          "upcall_linear2d",
          "upcall_average_pool2d",
          PortableKernels.SHORT_POOL,
          "upcall_max_pool2d",
          "upcall_pool2d");

  /** Kernels that go element by element. */
  private static final Set<String> ELEMENTS =
      Set.of(
          PortableKernels.SHORT_ADD,
          "upcall_add",
          "upcall_clamp",
          "upcall_lookup",
          "upcall_rescale");

  private static final Set<DType> TYPES = Set.of(DType.INT8, DType.INT16);

  /** Rows are counted in 16 bits. */
  private static final int MAX_ROWS = Short.MAX_VALUE;

  /** Instructions of any call. */
  private static final int CALL = 200;

  /** A channel's share of setting up a group of depthwise windows. */
  private static final int GROUP = 100;

  /** And of gathering a row again that the call before had, for each column. */
  private static final int COLUMN = 4;

  /** Pixels that convolutions compute together. */
  private static final int BLOCK = 3;

  private BandKernels() {}

  /** How the kernel computes rows, or empty if it cannot. */
  public static Optional<BandKernel> of(KernelChoice choice) {
    if (choice.isView()
        || choice.packedBytes() > 0
        || !isImage(choice.op().output())
        || !areImages(choice)) {
      return Optional.empty();
    }
    if (ELEMENTS.contains(choice.function().orElseThrow())) {
      return Optional.of(BandKernel.elements());
    }
    // Strides of a transposed convolution go the other way.
    boolean window =
        WINDOWS.contains(choice.function().orElseThrow())
            && !(choice.op() instanceof TransposeConv2D);
    return window ? Optional.of(window(choice)) : Optional.empty();
  }

  /** What the kernel needs for itself while it computes at most {@code rows} rows. */
  public static int scratchBytes(KernelChoice choice, int rows) {
    Op op = choice.op();
    Shape out = op.output().shape();
    return switch (choice.function().orElseThrow()) {
      case DspKernels.CONV -> {
        int whole = rows * out.dim(2);
        int rest = out.dim(1) % rows * out.dim(2);
        yield Math.max(
            DspKernels.scratchBytes((Conv2D) op, choice.shortForm(), whole),
            DspKernels.scratchBytes((Conv2D) op, choice.shortForm(), rest));
      }
      case DspKernels.DEPTHWISE -> WalkLayout.of((DepthwiseConv2D) op, rows).scratchBytes();
      default -> choice.scratchBytes();
    };
  }

  /**
   * About what a call for some rows takes beside its outputs: set-up of the kernel, and pixels that
   * are left behind the last whole block.
   */
  public static long callInstructions(KernelChoice choice, int rows) {
    Op op = choice.op();
    Shape out = op.output().shape();
    return switch (choice.function().orElseThrow()) {
      case DspKernels.DEPTHWISE, MveKernels.DEPTHWISE ->
          CALL + (GROUP + (long) COLUMN * op.inputs().get(0).shape().dim(2)) * out.dim(3);
      case DspKernels.CONV, MveKernels.CONV -> {
        int pixels = rows * out.dim(2);
        int spare = (pixels + BLOCK - 1) / BLOCK * BLOCK - pixels;
        yield CALL + spare * Macs.of(op) / (out.dim(1) * out.dim(2));
      }
      default -> CALL;
    };
  }

  /** How many of its operands are images; the others are weights. */
  public static int operands(Op op) {
    return op instanceof Add ? 2 : 1;
  }

  /**
   * Whether a kernel that can work in place reads all of a channel before it writes any of it when
   * it computes so many rows.
   */
  public static boolean inOneGo(KernelChoice choice, int rows) {
    DepthwiseConv2D op = (DepthwiseConv2D) choice.op();
    int pairs = op.window().strideH() == 1 ? (rows + 1) / 2 : rows;
    return WalkLayout.of(op, rows).band() >= pairs;
  }

  private static BandKernel window(KernelChoice choice) {
    Op op = choice.op();
    if (op instanceof Conv2D conv) {
      return window(conv.window(), conv.weights().shape().dim(1), 1, false);
    }
    if (op instanceof DepthwiseConv2D conv) {
      String function = choice.function().orElseThrow();
      boolean walks = function.equals(DspKernels.DEPTHWISE);
      // Rows are gathered in pairs; strides of 2 take each row once, strides of 1 twice.
      boolean pairs = walks || function.equals(MveKernels.DEPTHWISE);
      int good = pairs && conv.window().strideH() == 1 ? 2 : 1;
      return window(conv.window(), conv.weights().shape().dim(1), good, walks);
    }
    if (op instanceof MaxPool2D pool) {
      return window(pool.window(), pool.kernelH(), 1, false);
    }
    AveragePool2D pool = (AveragePool2D) op;
    return window(pool.window(), pool.kernelH(), 1, false);
  }

  private static BandKernel window(Window window, int height, int goodRows, boolean inPlace) {
    int reach = (height - 1) * window.dilationH() + 1;
    return new BandKernel(reach, window.strideH(), window.padTop(), goodRows, inPlace);
  }

  /** Operands that are not weights: each the only image, or of the output's shape. */
  private static boolean areImages(KernelChoice choice) {
    Op op = choice.op();
    boolean elements = ELEMENTS.contains(choice.function().orElseThrow());
    return isImage(op.inputs().get(0))
        && (!elements
            || op.inputs().stream()
                .limit(operands(op))
                .allMatch(input -> input.shape().equals(op.output().shape()) && isImage(input)));
  }

  private static boolean isImage(Value value) {
    Shape shape = value.shape();
    return shape.rank() == 4
        && shape.dim(0) == 1
        && shape.size() > 0
        && shape.dim(1) <= MAX_ROWS
        && TYPES.contains(value.type().dtype());
  }
}
