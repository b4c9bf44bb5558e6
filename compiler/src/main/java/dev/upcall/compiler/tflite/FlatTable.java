package dev.upcall.compiler.tflite;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A table of a FlatBuffer: fields by number, absent ones read as their default.
 *
 * <pre>
 *   vtable:  u16 bytes of the vtable | u16 bytes of the table | u16 offset of field 0 | ...
 *   table:   i32 table - vtable      | fields
 * </pre>
 */
final class FlatTable {
  /** Names are for people; longer ones are cut. */
  private static final int MAX_STRING = 200;

  private final FlatBytes bytes;
  private final int position;
  private final int vtable;
  private final int vtableBytes;
  private final int tableBytes;
  private final String what;

  private FlatTable(
      FlatBytes bytes, int position, int vtable, int vtableBytes, int tableBytes, String what) {
    this.bytes = bytes;
    this.position = position;
    this.vtable = vtable;
    this.vtableBytes = vtableBytes;
    this.tableBytes = tableBytes;
    this.what = what;
  }

  /**
   * @param what the table is, for messages
   */
  static FlatTable at(FlatBytes bytes, int position, String what) {
    long vtable = (long) position - bytes.i32(position, what);
    bytes.require(vtable, 4, "the vtable of " + what);
    int at = (int) vtable;
    int vtableBytes = bytes.u16(at, what);
    int tableBytes = bytes.u16(at + 2, what);
    bytes.require(vtable, vtableBytes, "the vtable of " + what);
    bytes.require(position, tableBytes, what);
    if (vtableBytes < 4 || vtableBytes % 2 != 0 || tableBytes < 4) {
      throw bytes.malformed("a wrong size of " + what, vtable);
    }
    return new FlatTable(bytes, position, at, vtableBytes, tableBytes, what);
  }

  /** One more than the last field that is given. */
  int fields() {
    int fields = (vtableBytes - 4) / 2;
    while (fields > 0 && offset(fields - 1) == 0) {
      fields--;
    }
    return fields;
  }

  int i8(int field, int absent) {
    int at = find(field, 1);
    return at == 0 ? absent : (byte) bytes.u8(at, what);
  }

  int u8(int field) {
    int at = find(field, 1);
    return at == 0 ? 0 : bytes.u8(at, what);
  }

  int i32(int field, int absent) {
    int at = find(field, 4);
    return at == 0 ? absent : bytes.i32(at, what);
  }

  long u32(int field) {
    return i32(field, 0) & 0xffffffffL;
  }

  /** A 64-bit field, 0 if absent. */
  long i64(int field) {
    int at = find(field, 8);
    return at == 0 ? 0 : bytes.i64(at, what);
  }

  /** A float field, 0 if absent. */
  float f32(int field) {
    int at = find(field, 4);
    return at == 0 ? 0 : bytes.f32(at, what);
  }

  Optional<FlatTable> table(int field, String name) {
    int at = find(field, 4);
    return at == 0 ? Optional.empty() : Optional.of(at(bytes, bytes.offset(at, name), name));
  }

  /** A vector of elements of {@code elementBytes}; empty if absent. */
  FlatVector vector(int field, int elementBytes, String name) {
    int at = find(field, 4);
    return at == 0
        ? FlatVector.empty(bytes, name)
        : FlatVector.at(bytes, bytes.offset(at, name), elementBytes, name);
  }

  String string(int field, String name) {
    FlatVector text = vector(field, 1, name);
    return new String(text.copy(Math.min(MAX_STRING, text.length())), StandardCharsets.UTF_8);
  }

  /** Where a field of {@code size} bytes stands, 0 if it is absent. */
  private int find(int field, int size) {
    int offset = offset(field);
    if (offset == 0) {
      return 0;
    }
    if (offset < 4 || offset + size > tableBytes) {
      throw bytes.malformed("field " + field + " outside of " + what, (long) position + offset);
    }
    return position + offset;
  }

  private int offset(int field) {
    int entry = 4 + 2 * field;
    return entry + 2 > vtableBytes ? 0 : bytes.u16(vtable + entry, what);
  }
}
