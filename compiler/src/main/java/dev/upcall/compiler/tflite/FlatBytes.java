package dev.upcall.compiler.tflite;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a FlatBuffer, little endian. Nothing is read outside of them.
 *
 * <pre>
 *   0  u32  offset of the root table
 *   4  4    file identifier
 * </pre>
 *
 * Format: flatbuffers.dev/internals. An offset is unsigned and relative to where it stands.
 */
final class FlatBytes {
  private final String file;
  private final ByteBuffer bytes;

  FlatBytes(String file, byte[] bytes) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether bytes 4 to 7 are {@code identifier}. */
  boolean hasIdentifier(String identifier) {
    if (bytes.limit() < 8) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      if (bytes.get(4 + i) != identifier.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  FlatTable root() {
    return FlatTable.at(this, offset(0, "the root table"), "the root table");
  }

  /** Where the offset that stands at {@code position} leads. */
  int offset(int position, String what) {
    require(position, 4, what);
    long target = position + (bytes.getInt(position) & 0xffffffffL);
    if (target >= bytes.limit()) {
      throw malformed("the offset of " + what, target);
    }
    return (int) target;
  }

  int u8(int position, String what) {
    require(position, 1, what);
    return bytes.get(position) & 0xff;
  }

  int u16(int position, String what) {
    require(position, 2, what);
    return bytes.getShort(position) & 0xffff;
  }

  int i32(int position, String what) {
    require(position, 4, what);
    return bytes.getInt(position);
  }

  long i64(int position, String what) {
    require(position, 8, what);
    return bytes.getLong(position);
  }

  float f32(int position, String what) {
    require(position, 4, what);
    return bytes.getFloat(position);
  }

  byte[] copy(int position, int length, String what) {
    require(position, length, what);
    byte[] copy = new byte[length];
    bytes.get(position, copy);
    return copy;
  }

  /** Fails unless {@code length} bytes from {@code position} on lie in the file. */
  void require(long position, long length, String what) {
    if (position < 0 || position + length > bytes.limit()) {
      throw malformed(what, position);
    }
  }

  UpcallException malformed(String what, long position) {
    return Diagnostic.of(TfliteCode.MALFORMED)
        .at("%s", file)
        .found("%s at byte %d", what, position)
        .need("what lies within its %d bytes", bytes.limit())
        .fix("get the file again, or convert the model again")
        .toException();
  }
}
