package dev.upcall.compiler.testing;

import com.google.protobuf.ByteString;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.AttributeProto.AttributeType;
import java.util.Arrays;

/** Attributes of ONNX nodes. */
public final class Attr {
  private Attr() {}

  public static AttributeProto ints(String name, Integer... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(Arrays.stream(values).map(Integer::longValue).toList())
        .build();
  }

  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  public static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  public static AttributeProto texts(String name, String... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRINGS)
        .addAllStrings(Arrays.stream(values).map(ByteString::copyFromUtf8).toList())
        .build();
  }

  public static AttributeProto reals(String name, Float... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOATS)
        .addAllFloats(Arrays.asList(values))
        .build();
  }
}
