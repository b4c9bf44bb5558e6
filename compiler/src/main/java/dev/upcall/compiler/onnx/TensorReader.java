package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Tensors stored in the model: shape, element type, and elements in either of ONNX's two encodings.
 */
final class TensorReader {
  private static final int EXTERNAL = 1;

  private final OnnxLimits limits;
  private final String file;

  TensorReader(OnnxLimits limits, String file) {
    this.limits = limits;
    this.file = file;
  }

  /** A tensor's shape and elements. */
  record Tensor(Shape shape, ConstantData data) {}

  /**
   * A constant of the model, finite if it has floats.
   *
   * @param where what holds the tensor, for messages, e.g. {@code initializer "fc.weight"}
   */
  Tensor read(TensorProto proto, String where) {
    Tensor tensor = readAny(proto, where);
    if (tensor.data().dtype() == DType.FLOAT32) {
      requireFinite(tensor.data().toFloats(), where);
    }
    return tensor;
  }

  /** As {@link #read}, infinities and NaN included. */
  Tensor readAny(TensorProto proto, String where) {
    if (proto.getDataLocation() == EXTERNAL || proto.getExternalDataCount() > 0) {
      throw Diagnostic.of(OnnxCode.EXTERNAL_DATA)
          .at("%s, %s", file, where)
          .found("external data")
          .need("weights inside the model file")
          .fix("save with onnx.save(model, path, save_as_external_data=False)")
          .toException();
    }
    Shape shape = shape(proto.getDimsList(), where);
    DType dtype = ElementTypes.find(proto.getDataType()).orElseThrow(() -> badType(proto, where));
    ConstantData data =
        proto.getRawData().isEmpty()
            ? typed(proto, dtype, shape, where)
            : raw(proto, dtype, shape, where);
    return new Tensor(shape, data);
  }

  /** Checked dimensions of a tensor. */
  Shape shape(List<Long> dims, String where) {
    long size = 1;
    if (dims.size() > limits.rank()) {
      throw bad(where, dims.size() + " axes", "at most " + limits.rank() + " axes");
    }
    List<Integer> checked = new ArrayList<>();
    for (long dim : dims) {
      if (dim < 0 || dim > limits.elements() || (size *= Math.max(1, dim)) > limits.elements()) {
        throw bad(where, "shape " + dims, "at most " + limits.elements() + " elements");
      }
      checked.add((int) dim);
    }
    return new Shape(checked);
  }

  private ConstantData raw(TensorProto proto, DType dtype, Shape shape, String where) {
    int needed = shape.size() * dtype.bytes();
    if (proto.getRawData().size() != needed) {
      throw bad(
          where,
          proto.getRawData().size() + " bytes of data",
          needed + " bytes for shape " + shape);
    }
    return ConstantData.ofRaw(dtype, proto.getRawData().toByteArray());
  }

  private ConstantData typed(TensorProto proto, DType dtype, Shape shape, String where) {
    int count =
        switch (dtype) {
          case FLOAT32 -> proto.getFloatDataCount();
          case INT64 -> proto.getInt64DataCount();
          default -> proto.getInt32DataCount();
        };
    if (count != shape.size()) {
      throw bad(where, count + " elements", shape.size() + " elements for shape " + shape);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (dtype) {
        case FLOAT32 -> bytes.putFloat(proto.getFloatData(i));
        case INT64 -> bytes.putLong(proto.getInt64Data(i));
        case INT32 -> bytes.putInt(proto.getInt32Data(i));
        case INT16, UINT16 -> bytes.putShort((short) proto.getInt32Data(i));
        case INT8, UINT8, BOOL -> bytes.put((byte) proto.getInt32Data(i));
      }
    }
    return ConstantData.ofRaw(dtype, bytes.array());
  }

  private void requireFinite(float[] elements, String where) {
    for (int i = 0; i < elements.length; i++) {
      if (!Float.isFinite(elements[i])) {
        throw Diagnostic.of(OnnxCode.NOT_FINITE)
            .at("%s, %s", file, where)
            .found("%s at element %d", elements[i], i)
            .need("finite weights")
            .fix("the training diverged or the file is damaged: use an earlier checkpoint")
            .toException();
      }
    }
  }

  private UpcallException badType(TensorProto proto, String where) {
    return Diagnostic.of(OnnxCode.ELEMENT_TYPE)
        .at("%s, %s", file, where)
        .found("%s", ElementTypes.name(proto.getDataType()))
        .need("%s", ElementTypes.supported())
        .fix("export the model in float32")
        .toException();
  }

  private UpcallException bad(String where, String found, String need) {
    return Diagnostic.of(OnnxCode.TENSOR)
        .at("%s, %s", file, where)
        .found("%s", found)
        .need("%s", need)
        .fix("the file is damaged or was not written by an ONNX exporter: export it again")
        .toException();
  }
}
