package dev.upcall.compiler.tflite;

import java.util.ArrayList;
import java.util.List;

/** A vector of a FlatBuffer: a u32 count, then the elements. All of it lies in the file. */
final class FlatVector {
  private final FlatBytes bytes;
  private final int start;
  private final int length;
  private final String what;

  private FlatVector(FlatBytes bytes, int start, int length, String what) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.what = what;
  }

  static FlatVector empty(FlatBytes bytes, String what) {
    return new FlatVector(bytes, 0, 0, what);
  }

  static FlatVector at(FlatBytes bytes, int position, int elementBytes, String what) {
    long length = bytes.i32(position, what) & 0xffffffffL;
    bytes.require(position + 4L, length * elementBytes, what);
    return new FlatVector(bytes, position + 4, (int) length, what);
  }

  int length() {
    return length;
  }

  int i32(int index) {
    return bytes.i32(start + 4 * index, what);
  }

  long i64(int index) {
    return bytes.i64(start + 8 * index, what);
  }

  float f32(int index) {
    return bytes.f32(start + 4 * index, what);
  }

  FlatTable table(int index) {
    String entry = what + " " + index;
    return FlatTable.at(bytes, bytes.offset(start + 4 * index, entry), entry);
  }

  /** The first {@code count} bytes. */
  byte[] copy(int count) {
    return bytes.copy(start, count, what);
  }

  List<Integer> integers() {
    List<Integer> integers = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      integers.add(i32(i));
    }
    return integers;
  }
}
