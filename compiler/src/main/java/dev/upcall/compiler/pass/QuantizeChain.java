package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.Optional;

/**
 * What the operators say that the importer writes for QuantizeLinear: x / scale, rounded, plus a
 * zero point unless that is 0, held within the type's range, cast to the type.
 *
 * @param real what is quantised
 * @param type 8 bits, signed or not
 */
record QuantizeChain(Value real, float scale, int zeroPoint, DType type) {
  /** The chain that ends in {@code cast}, if it is one of 8 bits with one constant scale. */
  static Optional<QuantizeChain> of(Rewriter rewriter, Cast cast) {
    DType type = cast.type();
    Optional<Unary> clip =
        unary(rewriter, cast.input(), UnaryKind.CLIP)
            .filter(c -> c.alpha() == type.lowest() && c.beta() == type.highest());
    if (clip.isEmpty() || (type != DType.INT8 && type != DType.UINT8)) {
      return Optional.empty();
    }
    Value moved = clip.get().input();
    Optional<Add> sum = rewriter.producer(moved, Add.class);
    Optional<Float> zeroPoint =
        sum.isEmpty() ? Optional.of(0f) : single(rewriter, sum.get().right());
    Optional<Binary> steps =
        unary(rewriter, sum.map(Add::left).orElse(moved), UnaryKind.ROUND)
            .flatMap(round -> rewriter.producer(round.input(), Binary.class))
            .filter(division -> division.kind() == BinaryKind.DIV);
    Optional<Float> scale = steps.flatMap(division -> single(rewriter, division.right()));
    if (zeroPoint.isEmpty() || scale.isEmpty() || !(scale.get() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new QuantizeChain(steps.get().left(), scale.get(), Math.round(zeroPoint.get()), type));
  }

  /** The zero point of the same numbers in int8, which counts unsigned ones from -128. */
  int signedZeroPoint() {
    return type == DType.UINT8 ? zeroPoint - 128 : zeroPoint;
  }

  /** The element of a constant whose elements are all alike. */
  static Optional<Float> single(Rewriter rewriter, Value value) {
    if (!rewriter.isConstant(value) || value.shape().size() == 0) {
      return Optional.empty();
    }
    float[] elements = rewriter.floats(value);
    for (float element : elements) {
      if (element != elements[0]) {
        return Optional.empty();
      }
    }
    return Optional.of(elements[0]);
  }

  private static Optional<Unary> unary(Rewriter rewriter, Value value, UnaryKind kind) {
    return rewriter.producer(value, Unary.class).filter(unary -> unary.kind() == kind);
  }
}
