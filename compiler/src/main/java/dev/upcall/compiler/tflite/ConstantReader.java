package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads the elements of the file's constant tensors, and counts what they take. */
final class ConstantReader {
  private static final int FLOAT16 = 1;

  private final TfliteModel model;
  private final ConstantBudget budget;

  ConstantReader(TfliteModel model, ConstantBudget budget) {
    this.model = model;
    this.budget = budget;
  }

  /** Elements as the file has them. */
  ConstantData data(TfliteTensor tensor, DType dtype) {
    return ConstantData.ofRaw(dtype, bytes(tensor, dtype.bytes()));
  }

  /** Zeros of {@code shape}. */
  ConstantData zeros(String name, DType dtype, Shape shape) {
    long bytes = (long) shape.size() * dtype.bytes();
    budget.take(bytes, name);
    return ConstantData.ofRaw(dtype, new byte[(int) bytes]);
  }

  /** Elements of a constant of whole numbers. */
  int[] integers(TfliteTensor tensor, Shape shape) {
    DType dtype = tensor.is(DType.INT64) ? DType.INT64 : DType.INT32;
    ConstantData data = data(tensor, dtype);
    int[] integers = new int[shape.size()];
    for (int i = 0; i < integers.length; i++) {
      // What leaves 32 bits is wrong in any case: it stays out of every range.
      integers[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, data.longAt(i)));
    }
    return integers;
  }

  /** Whether {@link #reals} takes a tensor's elements. */
  static boolean isReal(TfliteTensor tensor) {
    return tensor.is(DType.FLOAT32)
        || tensor.type() == FLOAT16
        || tensor.is(DType.INT8) && !tensor.quantization().isEmpty();
  }

  /** Elements as real numbers: float32, float16, or int8 times their scale. */
  float[] reals(TfliteTensor tensor) {
    budget.take(4L * tensor.shape().size(), tensor.toString());
    if (tensor.is(DType.FLOAT32)) {
      return data(tensor, DType.FLOAT32).toFloats();
    }
    return tensor.type() == FLOAT16 ? halves(tensor) : dequantized(tensor);
  }

  private float[] halves(TfliteTensor tensor) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(tensor, 2)).order(ByteOrder.LITTLE_ENDIAN);
    float[] reals = new float[tensor.shape().size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = HalfFloat.toFloat(bytes.getShort(2 * i));
    }
    return reals;
  }

  private float[] dequantized(TfliteTensor tensor) {
    byte[] bytes = bytes(tensor, 1);
    List<QParams> quantization = tensor.quantization();
    int inner = 1;
    for (int axis = tensor.axis() + 1; axis < tensor.shape().rank(); axis++) {
      inner *= tensor.shape().dim(axis);
    }
    requireChannels(tensor, quantization.size());
    float[] reals = new float[bytes.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = quantization.get(i / inner % quantization.size()).dequantize(bytes[i]);
    }
    return reals;
  }

  private void requireChannels(TfliteTensor tensor, int scales) {
    int axis = tensor.axis();
    boolean perChannel =
        axis >= 0 && axis < tensor.shape().rank() && tensor.shape().dim(axis) == scales;
    if (scales != 1 && !perChannel) {
      throw Diagnostic.of(TfliteCode.QUANTIZATION)
          .at("%s, %s", model.file(), tensor)
          .found("%d scales along axis %d of %s", scales, axis, tensor.shape())
          .need("one, or one a channel")
          .fix("convert the model again")
          .toException();
    }
  }

  private byte[] bytes(TfliteTensor tensor, int elementBytes) {
    FlatVector buffer = tensor.buffer().orElseThrow();
    long bytes = (long) tensor.shape().size() * elementBytes;
    if (buffer.length() != bytes) {
      throw Diagnostic.of(TfliteCode.TENSOR)
          .at("%s, %s", model.file(), tensor)
          .found("%d bytes for shape %s", buffer.length(), tensor.shape())
          .need("%d bytes", bytes)
          .fix("convert the model again")
          .toException();
    }
    budget.take(bytes, tensor.toString());
    return buffer.copy((int) bytes);
  }
}
