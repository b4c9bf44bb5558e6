package dev.upcall.compiler.ir;

import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Objects;

/**
 * What a value holds.
 *
 * @param quantization empty for real-valued and plain integer tensors, one entry for per-tensor,
 *     one per channel for per-channel weights (last axis for depthwise, first for others, as in
 *     TFLite)
 */
public record TensorType(DType dtype, Shape shape, List<QParams> quantization) {
  public TensorType {
    Objects.requireNonNull(dtype);
    Objects.requireNonNull(shape);
    quantization = List.copyOf(quantization);
  }

  public static TensorType of(DType dtype, Shape shape) {
    return new TensorType(dtype, shape, List.of());
  }

  public static TensorType quantized(DType dtype, Shape shape, QParams qparams) {
    return new TensorType(dtype, shape, List.of(qparams));
  }

  /** The same elements' type under another shape. */
  public TensorType withShape(Shape newShape) {
    return new TensorType(dtype, newShape, quantization);
  }

  /** The quantisation of the whole tensor. */
  public QParams qparams() {
    if (quantization.size() != 1) {
      throw new IllegalStateException("not quantised per tensor: " + this);
    }
    return quantization.get(0);
  }

  public boolean isQuantized() {
    return !quantization.isEmpty();
  }

  /** Bytes the elements occupy in a compiled model. */
  public int bytes() {
    return Math.toIntExact(((long) shape.size() * dtype.bits() + Byte.SIZE - 1) / Byte.SIZE);
  }
}
