package dev.upcall.compiler.ir.op;

import java.util.Locale;

/**
 * The functions of {@link Unary}, as ONNX defines them; a and b are its parameters.
 *
 * <p>Those that {@link #takesIntegers} also work on integers, exactly and wrapping; {@link #NOT} is
 * for booleans. All others are for floats.
 */
public enum UnaryKind {
  ABS,
  CEIL,
  /** max(x, 0) + min(0, a (exp(x/a) - 1)) */
  CELU,
  /** min(max(x, a), b) */
  CLIP,
  /** x where x >= 0, else a (exp(x) - 1) */
  ELU,
  ERF,
  EXP,
  /**
   * (k - b) a for k = round(x / a) + b, ties to even, held within -128..127: what int8 of scale a
   * and zero point b makes of a real number
   */
  FAKE_QUANTIZE,
  FLOOR,
  /** x (1 + erf(x / sqrt 2)) / 2 */
  GELU,
  /** x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2 */
  GELU_TANH,
  /** max(0, min(1, a x + b)) */
  HARD_SIGMOID,
  /** x max(0, min(1, x/6 + 1/2)) */
  HARD_SWISH,
  /** x where x >= 0, else a x */
  LEAKY_RELU,
  LOG,
  /** x tanh(log(1 + exp(x))) */
  MISH,
  NEG,
  NOT,
  RECIPROCAL,
  /** To the nearest integer, ties to even. */
  ROUND,
  RSQRT,
  /** b x where x > 0, else b a (exp(x) - 1) */
  SELU,
  SIGMOID,
  SIGN,
  /** log(1 + exp(x)) */
  SOFTPLUS,
  /** x / (1 + |x|) */
  SOFTSIGN,
  SQRT,
  TANH,
  /** x where x > a, else 0 */
  THRESHOLDED_RELU;

  /** Whether it is defined on integers too. */
  public boolean takesIntegers() {
    return this == ABS || this == NEG || this == SIGN || this == CLIP;
  }

  /** The name in the text IR, e.g. {@code leaky_relu}. */
  String irName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the function has the parameter a. */
  boolean hasAlpha() {
    return switch (this) {
      case CELU, CLIP, ELU, FAKE_QUANTIZE, HARD_SIGMOID, LEAKY_RELU, SELU, THRESHOLDED_RELU -> true;
      default -> false;
    };
  }

  /** Whether it has b as well. */
  boolean hasBeta() {
    return this == CLIP || this == FAKE_QUANTIZE || this == HARD_SIGMOID || this == SELU;
  }
}
