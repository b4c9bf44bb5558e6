package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.util.List;

/** What the file's activations are in the graph: real numbers, or integers of one scale. */
final class ActivationTypes {
  /** Those that models compute with; indices may be int32 and int64. */
  static final String NAMES = "float32, int8, int16";

  /** Of plain integers, such as indices: one stands for 1. */
  private static final QParams COUNTS = new QParams(1, 0);

  private final TfliteModel model;

  ActivationTypes(TfliteModel model) {
    this.model = model;
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2710 for another element type, UP2711 for
   *     a quantisation that its integers do not allow
   */
  TensorType of(TfliteTensor tensor) {
    if (tensor.is(DType.FLOAT32)) {
      return TensorType.of(DType.FLOAT32, tensor.shape());
    }
    if (tensor.is(DType.INT8)) {
      return quantized(tensor, DType.INT8, -128, 127);
    }
    if (tensor.is(DType.INT16)) {
      return quantized(tensor, DType.INT16, 0, 0);
    }
    if (tensor.is(DType.INT32) && !tensor.quantization().isEmpty()) {
      return quantized(tensor, DType.INT32, 0, 0);
    }
    if (tensor.is(DType.INT32) || tensor.is(DType.INT64)) {
      return TensorType.quantized(DType.INT32, tensor.shape(), COUNTS);
    }
    throw Diagnostic.of(TfliteCode.ELEMENT_TYPE)
        .at("%s, %s", model.file(), tensor)
        .found("%s", TensorTypes.name(tensor.type()))
        .need("one of %s", NAMES)
        .fix("convert with full-integer quantisation (int8 input and output), or without any")
        .toException();
  }

  private TensorType quantized(TfliteTensor tensor, DType dtype, int least, int greatest) {
    List<QParams> quantization = tensor.quantization();
    if (quantization.size() != 1
        || quantization.get(0).zeroPoint() < least
        || quantization.get(0).zeroPoint() > greatest) {
      throw Diagnostic.of(TfliteCode.QUANTIZATION)
          .at("%s, %s", model.file(), tensor)
          .found(
              quantization.size() == 1
                  ? "zero point " + quantization.get(0).zeroPoint()
                  : quantization.size() + " scales")
          .need("one scale and a zero point in %d..%d", least, greatest)
          .fix("convert the model with TFLiteConverter's int8 quantisation")
          .toException();
    }
    return TensorType.quantized(dtype, tensor.shape(), quantization.get(0));
  }
}
