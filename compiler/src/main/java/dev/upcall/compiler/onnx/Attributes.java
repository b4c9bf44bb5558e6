package dev.upcall.compiler.onnx;

import com.google.protobuf.ByteString;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.AttributeProto;
import dev.upcall.core.onnx.AttributeProto.AttributeType;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.TensorProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node's attributes by name and type; each refusal names the attribute. */
final class Attributes {
  /** Largest stride, pad, axis, ...: keeps products of a few of them within 64 bits. */
  private static final long MAX_INT = 1 << 20;

  private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
  private final String opType;
  private final String at;

  Attributes(NodeProto node, String at) {
    this.opType = node.getOpType();
    this.at = at;
    for (AttributeProto attribute : node.getAttributeList()) {
      if (byName.put(attribute.getName(), attribute) != null) {
        throw bad(attribute.getName() + " twice", "each attribute once");
      }
    }
  }

  /** Refuses attributes the operator does not have: they would be silently ignored otherwise. */
  void requireOnly(Set<String> known) {
    for (String name : byName.keySet()) {
      if (!known.contains(name)) {
        throw bad("attribute " + name, known.isEmpty() ? "no attribute" : "only " + known);
      }
    }
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  int integer(String name, int standard) {
    return find(name, AttributeType.INT).map(a -> checked(name, a.getI())).orElse(standard);
  }

  boolean flag(String name, boolean standard) {
    return integer(name, standard ? 1 : 0) != 0;
  }

  float real(String name, float standard) {
    float value = find(name, AttributeType.FLOAT).map(AttributeProto::getF).orElse(standard);
    if (Float.isNaN(value)) {
      throw bad(name + " = NaN", "a number");
    }
    return value;
  }

  String text(String name, String standard) {
    return find(name, AttributeType.STRING).map(a -> a.getS().toStringUtf8()).orElse(standard);
  }

  /** Integers of a list attribute; empty if it is not given. */
  Optional<List<Integer>> integers(String name) {
    return find(name, AttributeType.INTS)
        .map(a -> a.getIntsList().stream().map(value -> checked(name, value)).toList());
  }

  /** As {@link #integers}, of any size. */
  Optional<List<Long>> longs(String name) {
    return find(name, AttributeType.INTS).map(AttributeProto::getIntsList);
  }

  Optional<List<String>> texts(String name) {
    return find(name, AttributeType.STRINGS)
        .map(a -> a.getStringsList().stream().map(ByteString::toStringUtf8).toList());
  }

  Optional<TensorProto> tensor(String name) {
    return find(name, AttributeType.TENSOR).map(AttributeProto::getT);
  }

  Optional<List<Float>> reals(String name) {
    return find(name, AttributeType.FLOATS).map(AttributeProto::getFloatsList);
  }

  private Optional<AttributeProto> find(String name, AttributeType type) {
    AttributeProto attribute = byName.get(name);
    // Files of IR version 1 leave the type out; its value then stands in the field we read.
    if (attribute != null
        && attribute.getType() != type
        && attribute.getType() != AttributeType.UNDEFINED) {
      throw bad(name + " of type " + attribute.getType(), "type " + type);
    }
    return Optional.ofNullable(attribute);
  }

  private int checked(String name, long value) {
    if (value < -MAX_INT || value > MAX_INT) {
      throw bad(name + " = " + value, "a value of magnitude at most " + MAX_INT);
    }
    return (int) value;
  }

  private UpcallException bad(String found, String need) {
    return Diagnostic.of(OnnxCode.ATTRIBUTE, opType)
        .at("%s", at)
        .found("%s", found)
        .need("%s", need)
        .fix("export the model again; if the exporter wrote this, use another opset")
        .toException();
  }
}
