package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Between reals and the integers that stand for them, real = (integer - zero point) scale, by
 * operators on floats. A scale or zero point is one number, or one for each index of an axis.
 */
final class Quantization {
  private final NodeContext node;
  private final int axis;

  /**
   * @param axis along which scales and zero points of several elements lie
   */
  Quantization(NodeContext node, int axis) {
    this.node = node;
    this.axis = axis;
  }

  /**
   * Integers of type {@code type}: to the nearest, ties to even, and saturated.
   *
   * @param zeroPoint null for 0
   */
  Value quantize(Value real, Value scale, Value zeroPoint, DType type) {
    Value steps = apply(BinaryKind.DIV, real, spread(real, scale));
    Value rounded = node.add(o -> Unary.of(UnaryKind.ROUND, steps, o, node.source()));
    Value moved = rounded;
    if (!isZero(zeroPoint)) {
      Value zero = cast(spread(real, zeroPoint), DType.FLOAT32);
      moved = node.add(o -> new Add(rounded, zero, Activation.NONE, o, node.source()));
    }
    Value sum = moved;
    Value saturated =
        node.add(
            o -> new Unary(UnaryKind.CLIP, sum, type.lowest(), type.highest(), o, node.source()));
    return cast(saturated, type);
  }

  /**
   * Reals, exact as long as the integers, less their zero point, stay below 2^24.
   *
   * @param scale null for 1
   * @param zeroPoint null for 0
   */
  Value dequantize(Value integer, Value scale, Value zeroPoint) {
    Value real = cast(integer, DType.FLOAT32);
    Value steps =
        isZero(zeroPoint)
            ? real
            : apply(BinaryKind.SUB, real, cast(spread(integer, zeroPoint), DType.FLOAT32));
    return scale == null ? steps : apply(BinaryKind.MUL, steps, spread(integer, scale));
  }

  Value cast(Value value, DType type) {
    return value.type().dtype() == type
        ? value
        : node.add(output -> new Cast(value, type, output, node.source()));
  }

  private Value apply(BinaryKind kind, Value left, Value right) {
    return node.add(output -> Binary.of(kind, left, right, output, node.source()));
  }

  /** A parameter in the shape that broadcasts to {@code tensor}. */
  private Value spread(Value tensor, Value parameter) {
    if (parameter.shape().size() == 1) {
      return node.reshape(parameter, Shape.of());
    }
    int rank = tensor.shape().rank();
    int along = axis < 0 ? axis + rank : axis;
    boolean fits =
        parameter.shape().rank() == 1
            && along >= 0
            && along < rank
            && parameter.shape().dim(0) == tensor.shape().dim(along);
    if (!fits) {
      throw new ShapeException(
          "parameters " + parameter.shape() + " along axis " + axis + " of " + tensor.shape());
    }
    List<Integer> dims = new ArrayList<>(parameter.shape().dims());
    dims.addAll(Collections.nCopies(rank - 1 - along, 1));
    return node.reshape(parameter, new Shape(dims));
  }

  private boolean isZero(Value zeroPoint) {
    if (zeroPoint == null) {
      return true;
    }
    if (!zeroPoint.type().dtype().isInteger()) {
      throw node.unsupported("a zero point of floats", "one of integers");
    }
    return node.isStored(zeroPoint) && isZero(node.elements(zeroPoint));
  }

  private static boolean isZero(ConstantData elements) {
    return Arrays.stream(elements.toLongs()).allMatch(element -> element == 0);
  }
}
