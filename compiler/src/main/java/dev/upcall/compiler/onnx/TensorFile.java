package dev.upcall.compiler.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.onnx.TensorProto;

/**
 * A tensor in a file of its own, as ONNX's test data are: a serialised TensorProto.
 *
 * @param name of the graph's input or output; may be empty
 */
public record TensorFile(String name, Shape shape, ConstantData data) {
  /**
   * @param file its name, for messages
   * @throws dev.upcall.core.diagnostic.UpcallException if it is no tensor of a type Upcall knows
   */
  public static TensorFile parse(String file, byte[] bytes) {
    try {
      TensorProto proto = TensorProto.parseFrom(bytes);
      TensorReader reader = new TensorReader(OnnxLimits.standard(), file);
      TensorReader.Tensor tensor = reader.readAny(proto, "tensor \"" + proto.getName() + "\"");
      return new TensorFile(proto.getName(), tensor.shape(), tensor.data());
    } catch (InvalidProtocolBufferException e) {
      throw Diagnostic.of(OnnxCode.TENSOR)
          .at("%s", file)
          .found("%s", e.getMessage())
          .need("a serialised TensorProto")
          .toException();
    }
  }
}
