package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Unary;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Floats are computed as doubles and rounded once; integers exactly, and wrap. */
final class UnaryFloat implements TensorKernel<Unary> {
  @Override
  public Tensor run(Unary op, List<Tensor> operands) {
    Tensor input = operands.get(0);
    if (input.dtype().isInteger()) {
      LongUnaryOperator function = integers(op);
      long[] out = new long[input.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = function.applyAsLong(input.integers()[i]);
      }
      return Tensor.of(input.dtype(), out);
    }
    DoubleUnaryOperator function = floats(op);
    float[] out = new float[input.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) function.applyAsDouble(input.floats()[i]);
    }
    return Tensor.of(out);
  }

  private static LongUnaryOperator integers(Unary op) {
    return switch (op.kind()) {
      case ABS -> Math::abs;
      case CLIP -> x -> Math.min(Math.max(x, (long) op.alpha()), (long) op.beta());
      case NEG -> x -> -x;
      case NOT -> x -> x ^ 1;
      case SIGN -> Long::signum;
      default -> throw new IllegalStateException(op.mnemonic() + " of integers");
    };
  }

  static DoubleUnaryOperator floats(Unary op) {
    double a = op.alpha();
    double b = op.beta();
    return switch (op.kind()) {
      case ABS -> Math::abs;
      case CEIL -> Math::ceil;
      case CELU -> x -> Math.max(x, 0) + Math.min(0, a * Math.expm1(x / a));
      case CLIP -> x -> Math.min(Math.max(x, a), b);
      case ELU -> x -> x >= 0 ? x : a * Math.expm1(x);
      case ERF -> Functions::erf;
      case EXP -> Math::exp;
      case FAKE_QUANTIZE -> x -> Functions.fakeQuantize((float) x, op.alpha(), op.beta());
      case FLOOR -> Math::floor;
      case GELU -> x -> x * (1 + Functions.erf(x / Math.sqrt(2))) / 2;
      case GELU_TANH -> Functions::geluByTanh;
      case HARD_SIGMOID -> x -> Math.max(0, Math.min(1, a * x + b));
      case HARD_SWISH -> x -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case LEAKY_RELU -> x -> x >= 0 ? x : a * x;
      case LOG -> Math::log;
      case MISH -> x -> x * Math.tanh(Functions.softplus(x));
      case NEG -> x -> -x;
      case RECIPROCAL -> x -> 1 / x;
      case ROUND -> Math::rint;
      case RSQRT -> x -> 1 / Math.sqrt(x);
      case SELU -> x -> b * (x > 0 ? x : a * Math.expm1(x));
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case SIGN -> Math::signum;
      case SOFTPLUS -> Functions::softplus;
      case SOFTSIGN -> x -> x / (1 + Math.abs(x));
      case SQRT -> Math::sqrt;
      case TANH -> Math::tanh;
      case THRESHOLDED_RELU -> x -> x > a ? x : 0;
      case NOT -> throw new IllegalStateException("not of floats");
    };
  }
}
