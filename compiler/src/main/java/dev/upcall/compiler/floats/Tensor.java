package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import java.util.List;

/**
 * Elements of one tensor while a graph is interpreted, row-major: floats as they are, integers and
 * booleans as exact {@code long} within the range of their type. The arrays are not copied: who
 * makes a tensor of one, or asks for it, does not write to it any more.
 */
public final class Tensor {
  private final DType dtype;
  private final float[] floats;
  private final long[] integers;

  private Tensor(DType dtype, float[] floats, long[] integers) {
    this.dtype = dtype;
    this.floats = floats;
    this.integers = integers;
  }

  public static Tensor of(float... elements) {
    return new Tensor(DType.FLOAT32, elements, new long[0]);
  }

  /** Integers or booleans, which wrap where they leave the range of {@code dtype}. */
  public static Tensor of(DType dtype, long... elements) {
    for (int i = 0; i < elements.length; i++) {
      elements[i] = dtype.wrap(elements[i]);
    }
    return new Tensor(dtype, new float[0], elements);
  }

  public static Tensor of(ConstantData data) {
    return data.dtype().isInteger() ? of(data.dtype(), data.toLongs()) : of(data.toFloats());
  }

  /** The elements of {@code tensors}, which are of one type, one behind the other. */
  static Tensor join(List<Tensor> tensors) {
    int size = tensors.stream().mapToInt(Tensor::size).sum();
    boolean integer = tensors.get(0).dtype.isInteger();
    long[] integers = new long[integer ? size : 0];
    float[] floats = new float[integer ? 0 : size];
    int next = 0;
    for (Tensor tensor : tensors) {
      Object from = integer ? tensor.integers() : tensor.floats();
      System.arraycopy(from, 0, integer ? integers : floats, next, tensor.size());
      next += tensor.size();
    }
    return new Tensor(tensors.get(0).dtype, floats, integers);
  }

  public DType dtype() {
    return dtype;
  }

  public int size() {
    return dtype.isInteger() ? integers.length : floats.length;
  }

  /** The elements of a tensor of floats. */
  public float[] floats() {
    if (dtype.isInteger()) {
      throw new IllegalStateException(dtype.irName() + " elements read as floats");
    }
    return floats;
  }

  /** The elements of any other tensor. */
  public long[] integers() {
    if (!dtype.isInteger()) {
      throw new IllegalStateException("floats read as integers");
    }
    return integers;
  }

  /** A tensor of the same type, of this one's elements at {@code indices}. */
  public Tensor pick(int[] indices) {
    if (dtype.isInteger()) {
      long[] out = new long[indices.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = integers[indices[i]];
      }
      return new Tensor(dtype, floats, out);
    }
    float[] out = new float[indices.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = floats[indices[i]];
    }
    return of(out);
  }

  public ConstantData toConstant() {
    return dtype.isInteger()
        ? ConstantData.ofLongs(dtype, integers)
        : ConstantData.ofFloats(floats);
  }
}
