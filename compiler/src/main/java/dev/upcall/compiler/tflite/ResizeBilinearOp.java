package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import java.util.ArrayList;
import java.util.List;

/**
 * Two rows and two columns, weighted in 1/1024 for integers. TFLite's {@code ResizeBilinearInteger}
 * and {@code ResizeBilinear} ({@code kernels/internal/reference/resize_bilinear.h}).
 */
final class ResizeBilinearOp implements TfliteOp {
  private static final int ALIGN_CORNERS = 2;
  private static final int HALF_PIXEL = 3;
  private static final int ONE = 1 << 10;

  @Override
  public OpSpec spec() {
    return OpSpec.of(23, 2, 2, 15, 4).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    Shape in = input.shape();
    Shape out = node.output().shape();
    if (in.rank() != 4 || out.rank() != 4) {
      throw node.unsupported("input " + in, "[N,H,W,C]");
    }
    boolean align = node.options().flag(ALIGN_CORNERS);
    boolean half = node.options().flag(HALF_PIXEL);
    boolean fixed = input.type().isQuantized();
    ResizeTaps rows = taps(in.dim(1), out.dim(1), align, half, fixed);
    ResizeTaps columns = taps(in.dim(2), out.dim(2), align, half, fixed);
    node.result(output -> new Resize2D(input, rows, columns, output, node.source()));
  }

  private static ResizeTaps taps(int in, int out, boolean align, boolean half, boolean fixed) {
    List<Integer> indices = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      if (fixed) {
        long at = position(i, in, out, align, half);
        int low = (int) Math.max(at / ONE, 0);
        indices.add(low);
        indices.add((int) Math.max(0, Math.min((at + ONE - 1) / ONE, in - 1)));
        float behind = (at - (long) ONE * low) / (float) ONE;
        weights.add(1 - behind);
        weights.add(behind);
      } else {
        float scale = align && out > 1 ? (in - 1) / (float) (out - 1) : in / (float) out;
        float at = half ? (i + 0.5f) * scale - 0.5f : i * scale;
        int low = (int) Math.max(0, Math.floor(at));
        indices.add(Math.min(low, in - 1));
        indices.add((int) Math.max(0, Math.min(Math.ceil(at), in - 1)));
        weights.add(1 - (at - low));
        weights.add(at - low);
      }
    }
    return new ResizeTaps(2, indices, weights);
  }

  /** Where element {@code i} lies in the input, in 1/1024. */
  private static long position(int i, int in, int out, boolean align, boolean half) {
    long scale =
        align && out > 1
            ? ((long) ONE * (in - 1) + (out - 1) / 2) / (out - 1)
            : ((long) ONE * in + out / 2) / out;
    return half ? i * scale + scale / 2 - ONE / 2 : i * scale;
  }
}
