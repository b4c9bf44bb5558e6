package dev.upcall.compiler.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts what a serialised message would become on the heap before it is parsed: two bytes of file
 * can ask for a whole object, one byte for a 64-bit number.
 */
final class MessageScan {
  private long objects;

  /** Nested messages, strings and integers in packed lists, all together. */
  static long objects(byte[] bytes, Descriptor type, int nesting) throws IOException {
    MessageScan scan = new MessageScan();
    scan.walk(CodedInputStream.newInstance(bytes), type, nesting);
    return scan.objects;
  }

  private void walk(CodedInputStream in, Descriptor type, int nesting) throws IOException {
    int tag;
    while (!in.isAtEnd() && (tag = in.readTag()) != 0) {
      objects++;
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (field == null || !delimited) {
        in.skipField(tag);
        continue;
      }
      int length = in.readRawVarint32();
      int outer = in.pushLimit(length);
      if (field.getJavaType() == JavaType.MESSAGE && nesting > 0) {
        walk(in, field.getMessageType(), nesting - 1);
      } else if (field.isPackable() && !costsWhatItOccupies(field)) {
        objects += length;
      }
      in.skipRawBytes(in.getBytesUntilLimit());
      in.popLimit(outer);
    }
  }

  private static boolean costsWhatItOccupies(FieldDescriptor field) {
    return field.getJavaType() == JavaType.FLOAT || field.getJavaType() == JavaType.DOUBLE;
  }
}
