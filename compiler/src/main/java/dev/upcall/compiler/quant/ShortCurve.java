package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.tensor.QParams;

/**
 * Sigmoid and tanh of int16 elements, to steps of 2^-15, by a table of the sigmoid between 0 and
 * 255/24 and straight lines: TFLite's {@code reference_integer_ops::Logistic} and {@code Tanh} of
 * int16 ({@code kernels/internal/reference/integer_ops/logistic.h, tanh.h}) with the factors of
 * their {@code Prepare} ({@code micro/kernels/logistic_common.cc, tanh.cc}).
 *
 * @param tanh rather than sigmoid
 * @param multiplier of an element, 1..32767
 * @param shift the product is then shifted right by, rounded: steps of 1 / (3 * 2^12)
 */
public record ShortCurve(boolean tanh, int multiplier, int shift) {
  private static final int ENTRIES = 256;

  /** Entries from 0 to 1. */
  private static final double UNIT = 24;

  /**
   * The sigmoid in Q0.16, each entry less half of what the line behind it errs in its middle: the
   * numbers of {@code sigmoid_table_uint16} ({@code kernels/internal/common.h}).
   */
  private static final int[] TABLE = table();

  /**
   * @throws IllegalArgumentException saying why, where TFLite has no int16 form
   */
  public static ShortCurve of(Unary op) {
    boolean tanh = op.kind() == UnaryKind.TANH;
    QParams in = op.input().type().qparams();
    QParams out = op.output().type().qparams();
    if (!tanh && op.kind() != UnaryKind.SIGMOID) {
      throw new IllegalArgumentException(op.mnemonic() + " of int16");
    }
    if (in.zeroPoint() != 0 || out.zeroPoint() != 0 || !isPower(out.scale(), -15)) {
      throw new IllegalArgumentException(
          op.mnemonic() + " of int16 from " + in + " to " + out + ", not to steps of 2^-15");
    }
    if (isPower(in.scale(), -12)) {
      return new ShortCurve(tanh, 3, 0);
    }
    if (tanh && isPower(in.scale(), -11)) {
      return new ShortCurve(true, 6, 0);
    }
    double multiplier = (double) in.scale() * 4096 * 3;
    int shift = 0;
    while (multiplier <= 32767.0 / 2 && shift <= 30) {
      shift++;
      multiplier *= 2;
    }
    if (multiplier > 32767 || multiplier < 1) {
      throw new IllegalArgumentException(op.mnemonic() + " of int16 at the scale " + in.scale());
    }
    return new ShortCurve(tanh, (int) multiplier, shift);
  }

  /** Of a power of two, as a recurrent layer has it: Q3.12 and the like. */
  public static ShortCurve ofPower(boolean tanh, int exponent) {
    int up = exponent + 12;
    return up >= 0 ? new ShortCurve(tanh, 3 << up, 0) : new ShortCurve(tanh, 3, -up);
  }

  /** In steps of 2^-15. */
  public int apply(int x) {
    int round = shift > 0 ? 1 << (shift - 1) : 0;
    int steps = (x * multiplier + round) >> shift;
    return tanh ? tanh(steps) : sigmoid(steps);
  }

  private static int sigmoid(int x) {
    int line = line(Math.abs(x), 9, 0x7FFF << 10);
    int result = x >= 0 ? line + (1 << 9) : (1 << 25) - line + (1 << 9) - 1;
    return (short) (result >>> 10);
  }

  private static int tanh(int x) {
    int line = line(Math.abs(x), 8, 0xFFFF << 8);
    int result = x >= 0 ? line - (1 << 23) + (1 << 7) : -line + (1 << 23) + (1 << 7) - 1;
    return (short) (result >> 8);
  }

  /** Between two entries, {@code bits} below them. */
  private static int line(int x, int bits, int end) {
    int entry = x >>> bits;
    if (entry >= ENTRIES - 1) {
      return end;
    }
    int fraction = x & ((1 << bits) - 1);
    return (TABLE[entry] << bits) + fraction * (TABLE[entry + 1] - TABLE[entry]);
  }

  private static int[] table() {
    int[] table = new int[ENTRIES];
    for (int i = 0; i < ENTRIES - 1; i++) {
      double line = (sigmoid(i / UNIT) + sigmoid((i + 1) / UNIT)) / 2;
      double error = line - sigmoid((i + 0.5) / UNIT);
      table[i] = (int) Math.round(65536 * (sigmoid(i / UNIT) - error / 2));
    }
    table[ENTRIES - 1] = 65535;
    return table;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** {@code CheckedLog2} of {@code kernels/internal/quantization_util.cc}. */
  private static boolean isPower(float scale, int exponent) {
    float log = (float) Math.log(scale) * (1 / (float) Math.log(2f));
    float rounded = Math.round(log);
    return rounded == exponent && Math.abs(log - rounded) < 1e-3f;
  }
}
