package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.core.tensor.QParams;
import java.util.function.DoubleUnaryOperator;

/**
 * Numbers of a softmax of int16 elements, by two tables with straight lines between their entries:
 * TFLite's {@code SoftmaxInt16} ({@code kernels/internal/reference/softmax.h}), {@code
 * CalculateSoftmaxParams} ({@code micro/kernels/softmax_common.cc}) and {@code LUTPopulate} ({@code
 * kernels/internal/common.h}).
 *
 * @param factor brings x - max(x) to steps of 10/65535
 */
public record ShortSoftmax(FixedPoint factor) {
  /** Of each table: 512 lines have 513 ends. */
  public static final int ENTRIES = 513;

  private static final int LINES = ENTRIES - 1;
  private static final float STEPS = 65535;
  private static final float TOLERANCE = 0.001f / 32768;

  /**
   * @throws IllegalArgumentException saying why, where TFLite has no int16 form
   */
  public static ShortSoftmax of(Softmax op) {
    QParams out = op.output().type().qparams();
    QParams in = op.input().type().qparams();
    if (out.zeroPoint() != 0 || Math.abs(out.scale() - 1f / 32768) > TOLERANCE) {
      throw new IllegalArgumentException("softmax of int16 to " + out + ", not to steps of 2^-15");
    }
    return new ShortSoftmax(
        FixedPoint.of((double) in.scale() * op.beta() / (10.0 / (double) STEPS)));
  }

  /** e^x for x from -10 to 0, in Q0.15. */
  public static short[] exponentials() {
    return table(-10, 0, x -> (float) Math.exp(x));
  }

  /** 1 / (1 + x) for x from 0 to 1, in Q0.15. */
  public static short[] reciprocals() {
    return table(0, 1, x -> 1f / (1f + (float) x));
  }

  /**
   * Between two entries.
   *
   * @param x -32768..32767, from the table's first entry to its last
   */
  public static int look(short[] table, int x) {
    int entry = 256 + (x >> 7);
    int slope = (short) (table[entry + 1] - table[entry]);
    return (short) (table[entry] + ((slope * (x & 0x7f) + 64) >> 7));
  }

  private static short[] table(float from, float to, DoubleUnaryOperator function) {
    short[] table = new short[ENTRIES];
    float step = (to - from) / LINES;
    // Of 2^16 steps from -1 to 1.
    float scale = 65536 / 2f;
    for (int i = 0; i < LINES; i++) {
      float at = (float) function.applyAsDouble(from + i * step);
      float middle = (float) function.applyAsDouble(from + i * step + step / 2);
      float next = (float) function.applyAsDouble(from + (i + 1) * step);
      float line = round((next * scale + round(at * scale)) / 2);
      table[i] = clamp(round(at * scale) - round((line - round(middle * scale)) / 2));
    }
    table[LINES] = clamp(round((float) function.applyAsDouble(to) * scale));
    return table;
  }

  private static float round(float x) {
    return Math.copySign((float) Math.floor(Math.abs((double) x) + 0.5), x);
  }

  private static short clamp(float x) {
    return (short) Math.max(-32768, Math.min(32767, x));
  }
}
