package dev.upcall.compiler.ir;

/** Element types of tensors. */
public enum DType {
  /** -8..7. A compiled model packs two into a byte; {@link ConstantData} has a byte for each. */
  INT4(1),
  INT8(1),
  UINT8(1),
  BOOL(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  INT64(8),
  FLOAT32(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element in the compiler. */
  public int bytes() {
    return bytes;
  }

  /** Bits per element in a compiled model. */
  public int bits() {
    return this == INT4 ? 4 : bytes * Byte.SIZE;
  }

  /** Whether elements are exact: integers, or booleans as 0 and 1. */
  public boolean isInteger() {
    return this != FLOAT32;
  }

  /**
   * {@code value} as an element of this integer type holds it: the lowest bits, as in two's
   * complement arithmetic; of booleans whether it differs from 0.
   */
  public long wrap(long value) {
    return switch (this) {
      case INT4 -> (byte) (value << 4) >> 4;
      case INT8 -> (byte) value;
      case UINT8 -> value & 0xff;
      case BOOL -> value == 0 ? 0 : 1;
      case INT16 -> (short) value;
      case UINT16 -> value & 0xffff;
      case INT32 -> (int) value;
      case INT64 -> value;
      case FLOAT32 -> throw new IllegalStateException("no integer type");
    };
  }

  /** The least element of this integer type. */
  public long lowest() {
    return switch (this) {
      case INT4, INT8, INT16, INT32, INT64 -> -1L << bits() - 1;
      case UINT8, UINT16, BOOL -> 0;
      case FLOAT32 -> throw new IllegalStateException("no integer type");
    };
  }

  /** The greatest element of this integer type. */
  public long highest() {
    return switch (this) {
      case INT4, INT8, INT16, INT32, INT64 -> ~lowest();
      case UINT8, UINT16 -> (1L << 8 * bytes) - 1;
      case BOOL -> 1;
      case FLOAT32 -> throw new IllegalStateException("no integer type");
    };
  }

  /** The name in the text IR: i4, i8, u8, i16, u16, i32, i64, f32, b8. */
  public String irName() {
    return switch (this) {
      case INT4 -> "i4";
      case INT8 -> "i8";
      case UINT8 -> "u8";
      case BOOL -> "b8";
      case INT16 -> "i16";
      case UINT16 -> "u16";
      case INT32 -> "i32";
      case INT64 -> "i64";
      case FLOAT32 -> "f32";
    };
  }
}
