package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Binary;
import java.util.List;

/** Float functions as IEEE 754 has them; integers wrap, and division by 0 gives 0. */
final class BinaryFloat implements TensorKernel<Binary> {
  @Override
  public Tensor run(Binary op, List<Tensor> operands) {
    Pairs pairs = new Pairs(op.left(), op.right(), op.output(), operands);
    return switch (op.kind()) {
      case AND -> pairs.test((x, y) -> x != 0 && y != 0, (x, y) -> x & y);
      case OR -> pairs.test((x, y) -> x != 0 || y != 0, (x, y) -> x | y);
      case XOR -> pairs.test((x, y) -> x != 0 ^ y != 0, (x, y) -> x ^ y);
      case EQUAL -> pairs.test((x, y) -> x == y, (x, y) -> x == y ? 1 : 0);
      case NOT_EQUAL -> pairs.test((x, y) -> x != y, (x, y) -> x != y ? 1 : 0);
      case GREATER -> pairs.test((x, y) -> x > y, (x, y) -> x > y ? 1 : 0);
      case GREATER_OR_EQUAL -> pairs.test((x, y) -> x >= y, (x, y) -> x >= y ? 1 : 0);
      case LESS -> pairs.test((x, y) -> x < y, (x, y) -> x < y ? 1 : 0);
      case LESS_OR_EQUAL -> pairs.test((x, y) -> x <= y, (x, y) -> x <= y ? 1 : 0);
      case DIV -> pairs.combine((x, y) -> x / y, BinaryFloat::divide, op.activation());
      case MAX -> pairs.combine(Math::max, Math::max, op.activation());
      case MIN -> pairs.combine(Math::min, Math::min, op.activation());
      case MUL -> pairs.combine((x, y) -> x * y, (x, y) -> x * y, op.activation());
      case POW ->
          pairs.combine((x, y) -> (float) Math.pow(x, y), BinaryFloat::power, op.activation());
      case PRELU ->
          pairs.combine((x, y) -> x < 0 ? x * y : x, (x, y) -> x < 0 ? x * y : x, op.activation());
      case SQUARED_DIFFERENCE ->
          pairs.combine((x, y) -> (x - y) * (x - y), (x, y) -> (x - y) * (x - y), op.activation());
      case SUB -> pairs.combine((x, y) -> x - y, (x, y) -> x - y, op.activation());
    };
  }

  private static long divide(long x, long y) {
    return y == 0 ? 0 : x / y;
  }

  /** By squaring, modulo 2^64; with a negative exponent the truncated quotient 1 / x^-y. */
  private static long power(long x, long y) {
    if (y < 0) {
      return x == 1 || (x == -1 && y % 2 == 0) ? 1 : x == -1 ? -1 : 0;
    }
    long result = 1;
    long square = x;
    for (long rest = y; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
