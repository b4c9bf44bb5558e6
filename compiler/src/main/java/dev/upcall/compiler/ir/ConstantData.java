package dev.upcall.compiler.ir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Immutable elements of a constant tensor, little endian. */
public final class ConstantData {
  private final DType dtype;
  private final byte[] bytes;

  /** Of {@link #bytes}; read by absolute positions alone, so that threads may share it. */
  private final ByteBuffer view;

  private ConstantData(DType dtype, byte[] bytes) {
    this.dtype = dtype;
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static ConstantData ofFloats(float[] values) {
    ByteBuffer buffer = allocate(values.length * 4);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return new ConstantData(DType.FLOAT32, buffer.array());
  }

  public static ConstantData ofInts(int[] values) {
    ByteBuffer buffer = allocate(values.length * 4);
    for (int value : values) {
      buffer.putInt(value);
    }
    return new ConstantData(DType.INT32, buffer.array());
  }

  public static ConstantData ofBytes(byte[] values) {
    return new ConstantData(DType.INT8, values.clone());
  }

  /** Integers or booleans; of each element as many low bits as {@code dtype} has. */
  public static ConstantData ofLongs(DType dtype, long[] values) {
    ByteBuffer buffer = allocate(Math.multiplyExact(values.length, dtype.bytes()));
    for (long value : values) {
      switch (dtype.bytes()) {
        case 1 -> buffer.put((byte) dtype.wrap(value));
        case 2 -> buffer.putShort((short) value);
        case 4 -> buffer.putInt((int) value);
        default -> buffer.putLong(value);
      }
    }
    return new ConstantData(dtype, buffer.array());
  }

  /** Raw little-endian bytes of any element type. */
  public static ConstantData ofRaw(DType dtype, byte[] raw) {
    return new ConstantData(dtype, raw.clone());
  }

  public DType dtype() {
    return dtype;
  }

  public int length() {
    return bytes.length / dtype.bytes();
  }

  public long longAt(int index) {
    return switch (dtype) {
      case INT4, INT8 -> view.get(index);
      case UINT8, BOOL -> view.get(index) & 0xff;
      case INT16 -> view.getShort(index * 2);
      case UINT16 -> view.getShort(index * 2) & 0xffff;
      case INT32 -> view.getInt(index * 4);
      case INT64 -> view.getLong(index * 8);
      case FLOAT32 -> throw new IllegalStateException("float constant read as integer");
    };
  }

  public int intAt(int index) {
    return Math.toIntExact(longAt(index));
  }

  public float[] toFloats() {
    float[] out = new float[length()];
    view.asFloatBuffer().get(out);
    return out;
  }

  public int[] toInts() {
    int[] out = new int[length()];
    if (dtype == DType.INT8) {
      for (int i = 0; i < out.length; i++) {
        out[i] = bytes[i];
      }
      return out;
    }
    long[] longs = toLongs();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(longs[i]);
    }
    return out;
  }

  public long[] toLongs() {
    long[] out = new long[length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = longAt(i);
    }
    return out;
  }

  /** The elements' bytes, little endian. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
