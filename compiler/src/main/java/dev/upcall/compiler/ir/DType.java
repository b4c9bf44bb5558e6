package dev.upcall.compiler.ir;

/** Element types of tensors. */
public enum DType {
  INT8(1),
  UINT8(1),
  BOOL(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FLOAT32(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** The name in the text IR: i8, u8, i16, i32, i64, f32, b8. */
  public String irName() {
    return switch (this) {
      case INT8 -> "i8";
      case UINT8 -> "u8";
      case BOOL -> "b8";
      case INT16 -> "i16";
      case INT32 -> "i32";
      case INT64 -> "i64";
      case FLOAT32 -> "f32";
    };
  }
}
