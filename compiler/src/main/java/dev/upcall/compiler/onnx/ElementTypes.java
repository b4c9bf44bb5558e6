package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** ONNX's numbers for element types (TensorProto.DataType). */
final class ElementTypes {
  /** Index is ONNX's number. */
  private static final List<String> NAMES =
      List.of(
          "undefined",
          "float32",
          "uint8",
          "int8",
          "uint16",
          "int16",
          "int32",
          "int64",
          "string",
          "bool",
          "float16",
          "float64",
          "uint32",
          "uint64",
          "complex64",
          "complex128",
          "bfloat16");

  private ElementTypes() {}

  static Optional<DType> find(int number) {
    return Optional.ofNullable(
        switch (number) {
          case 1 -> DType.FLOAT32;
          case 2 -> DType.UINT8;
          case 3 -> DType.INT8;
          case 4 -> DType.UINT16;
          case 5 -> DType.INT16;
          case 6 -> DType.INT32;
          case 7 -> DType.INT64;
          case 9 -> DType.BOOL;
          default -> null;
        });
  }

  static String name(int number) {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "element type " + number;
  }

  static String supported() {
    return Arrays.stream(DType.values())
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
