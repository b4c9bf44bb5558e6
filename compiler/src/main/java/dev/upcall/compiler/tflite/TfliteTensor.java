package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Optional;

/**
 * A tensor as the file describes it.
 *
 * @param index in the subgraph
 * @param type {@code enum TensorType}
 * @param quantization one entry per tensor, one per channel, or none
 * @param axis of the channels, where there are several entries
 * @param variable whether it persists between runs, as the state of a recurrent operator
 * @param buffer of its elements, if it is constant
 */
record TfliteTensor(
    int index,
    String name,
    Shape shape,
    int type,
    List<QParams> quantization,
    int axis,
    boolean variable,
    Optional<FlatVector> buffer) {
  TfliteTensor {
    quantization = List.copyOf(quantization);
  }

  boolean isConstant() {
    return buffer.isPresent();
  }

  boolean is(DType dtype) {
    return TensorTypes.find(type).filter(dtype::equals).isPresent();
  }

  /** As in {@code tensor #3 "conv/bias"}. */
  @Override
  public String toString() {
    return "tensor #" + index + " \"" + name + '"';
  }
}
