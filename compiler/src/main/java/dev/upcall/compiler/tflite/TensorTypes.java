package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code enum TensorType} of the schema. */
final class TensorTypes {
  private static final List<String> NAMES =
      List.of(
          "FLOAT32",
          "FLOAT16",
          "INT32",
          "UINT8",
          "INT64",
          "STRING",
          "BOOL",
          "INT16",
          "COMPLEX64",
          "INT8",
          "FLOAT64",
          "COMPLEX128",
          "UINT64",
          "RESOURCE",
          "VARIANT",
          "UINT32",
          "UINT16",
          "INT4");

  private static final Map<Integer, DType> SUPPORTED =
      Map.of(
          0, DType.FLOAT32,
          2, DType.INT32,
          3, DType.UINT8,
          4, DType.INT64,
          6, DType.BOOL,
          7, DType.INT16,
          9, DType.INT8);

  private TensorTypes() {}

  static Optional<DType> find(int number) {
    return Optional.ofNullable(SUPPORTED.get(number));
  }

  static String name(int number) {
    return number >= 0 && number < NAMES.size()
        ? NAMES.get(number).toLowerCase(Locale.ROOT)
        : "type " + number;
  }
}
