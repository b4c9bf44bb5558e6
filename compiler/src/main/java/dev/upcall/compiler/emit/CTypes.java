package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.DType;

/** The C types of tensor elements. */
final class CTypes {
  private CTypes() {}

  /** Booleans are 0 and 1 in a byte. */
  static String of(DType dtype) {
    return switch (dtype) {
      case INT4, INT8 -> "int8_t";
      case UINT8, BOOL -> "uint8_t";
      case INT16 -> "int16_t";
      case UINT16 -> "uint16_t";
      case INT32 -> "int32_t";
      case INT64 -> "int64_t";
      case FLOAT32 -> "float";
    };
  }
}
