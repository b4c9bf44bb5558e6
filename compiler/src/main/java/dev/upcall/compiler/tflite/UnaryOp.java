package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

/**
 * A function of each element. Of int8 those that TFLite computes in integers or by a table: the
 * graph checks which when it is told the scales.
 *
 * @param optionsType its table, 0 for none
 * @param alpha number of the option that is the function's parameter, -1 for none
 * @param defaultAlpha the parameter of a function that has no option for it
 */
record UnaryOp(int code, int optionsType, int alpha, float defaultAlpha, UnaryKind kind)
    implements TfliteOp {
  /** A function without a parameter. */
  static UnaryOp of(int code, int optionsType, UnaryKind kind) {
    return new UnaryOp(code, optionsType, -1, 0, kind);
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, 1, 1, optionsType, alpha + 1);
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    float parameter = alpha < 0 ? defaultAlpha : node.options().real(alpha);
    if (!(parameter >= 0) || Float.isInfinite(parameter)) {
      throw node.badOption("alpha " + parameter, "a finite number of at least 0");
    }
    node.result(output -> new Unary(kind, input, parameter, 0, output, node.source()));
  }
}
