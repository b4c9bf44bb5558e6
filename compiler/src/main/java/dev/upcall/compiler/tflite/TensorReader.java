package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a tensor's table: shape, type, quantisation. */
final class TensorReader {
  private static final int SHAPE = 0;
  private static final int TYPE = 1;
  private static final int BUFFER = 2;
  private static final int NAME = 3;
  private static final int QUANTIZATION = 4;
  private static final int IS_VARIABLE = 5;
  private static final int SPARSITY = 6;

  private static final int QUANTIZATION_SCALE = 2;
  private static final int QUANTIZATION_ZERO_POINT = 3;
  private static final int QUANTIZATION_DETAILS_TYPE = 4;
  private static final int QUANTIZATION_AXIS = 6;

  /** What a {@link QParams} takes in memory. */
  private static final int QPARAMS_BYTES = 32;

  private final TfliteLimits limits;
  private final TfliteModel model;
  private final ConstantBudget budget;

  TensorReader(TfliteLimits limits, TfliteModel model, ConstantBudget budget) {
    this.limits = limits;
    this.model = model;
    this.budget = budget;
  }

  TfliteTensor read(int index) {
    FlatTable table = model.tensor(index);
    String name = table.string(NAME, "the name of tensor " + index);
    String at = model.file() + ", tensor #" + index + " \"" + name + '"';
    if (table.table(SPARSITY, "sparsity").isPresent()) {
      throw refuse(at, "sparse elements", "dense elements");
    }
    Shape shape = shape(table.vector(SHAPE, 4, "the shape of tensor " + index), at);
    Optional<FlatTable> quantization =
        table.table(QUANTIZATION, "the quantisation of tensor " + index);
    return new TfliteTensor(
        index,
        name,
        shape,
        table.i8(TYPE, 0),
        quantization.map(q -> quantization(q, shape, at)).orElse(List.of()),
        quantization.map(q -> q.i32(QUANTIZATION_AXIS, 0)).orElse(0),
        table.u8(IS_VARIABLE) != 0,
        model.buffer(table.u32(BUFFER)));
  }

  private Shape shape(FlatVector vector, String at) {
    if (vector.length() > limits.rank()) {
      throw refuse(at, vector.length() + " axes", "at most " + limits.rank() + " axes");
    }
    List<Integer> dims = vector.integers();
    long elements = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw Diagnostic.of(TfliteCode.DYNAMIC_SHAPE)
            .at("%s", at)
            .found("shape %s", dims)
            .need("dimensions of at least 1")
            .fix("convert the model with a fixed input shape and batch size 1")
            .toException();
      }
      elements *= dim;
      if (elements > limits.elements()) {
        throw refuse(at, "shape " + dims, "at most " + limits.elements() + " elements");
      }
    }
    return new Shape(dims);
  }

  private List<QParams> quantization(FlatTable table, Shape shape, String at) {
    if (table.u8(QUANTIZATION_DETAILS_TYPE) != 0) {
      throw quantization(at, "a custom scheme", "scales and zero points");
    }
    FlatVector scales = table.vector(QUANTIZATION_SCALE, 4, "the scales of " + at);
    FlatVector zeros = table.vector(QUANTIZATION_ZERO_POINT, 8, "the zero points of " + at);
    if (scales.length() > shape.size()) {
      throw quantization(at, scales.length() + " scales for " + shape, "one, or one a channel");
    }
    if (zeros.length() > 1 && zeros.length() != scales.length()) {
      throw quantization(
          at, zeros.length() + " zero points for " + scales.length() + " scales", "one each");
    }
    budget.take((long) QPARAMS_BYTES * scales.length(), at);
    List<QParams> quantization = new ArrayList<>(scales.length());
    for (int i = 0; i < scales.length(); i++) {
      float scale = scales.f32(i);
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw quantization(at, "the scale " + scale, "finite scales above 0");
      }
      long zero = zeros.length() == 0 ? 0 : zeros.i64(zeros.length() == 1 ? 0 : i);
      if (zero != (int) zero) {
        throw quantization(at, "the zero point " + zero, "zero points that the type holds");
      }
      quantization.add(new QParams(scale, (int) zero));
    }
    return quantization;
  }

  private static RuntimeException quantization(String at, String found, String need) {
    return Diagnostic.of(TfliteCode.QUANTIZATION)
        .at("%s", at)
        .found("%s", found)
        .need("%s", need)
        .fix("convert the model with TFLiteConverter's int8 quantisation")
        .toException();
  }

  static RuntimeException refuse(String at, String found, String need) {
    return Diagnostic.of(TfliteCode.TENSOR)
        .at("%s", at)
        .found("%s", found)
        .need("%s", need)
        .fix("change this layer in the model and convert it again")
        .toException();
  }
}
