package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.op.Activation;
import java.util.Optional;

/** An operator's options: fields of its table, by number, checked. */
final class Options {
  private final OperatorContext node;
  private final Optional<FlatTable> table;
  private final int greatest;

  /**
   * @param table empty if the operator has none: each field has its default then
   * @param greatest what a stride, a dilation or a kernel may be
   */
  Options(OperatorContext node, Optional<FlatTable> table, int greatest) {
    this.node = node;
    this.table = table;
    this.greatest = greatest;
  }

  /** A field of the schema's type byte, e.g. an enum; 0 if absent. */
  int code(int field) {
    return table.map(t -> t.i8(field, 0)).orElse(0);
  }

  /** A 32-bit field, 0 if absent. */
  int integer(int field) {
    return table.map(t -> t.i32(field, 0)).orElse(0);
  }

  boolean flag(int field) {
    return code(field) != 0;
  }

  float real(int field) {
    return table.map(t -> t.f32(field)).orElse(0f);
  }

  /** A stride, a dilation or a kernel's extent. */
  int extent(int field, int absent, String name) {
    int value = table.map(t -> t.i32(field, absent)).orElse(absent);
    if (value < 1 || value > greatest) {
      throw node.badOption(name + " " + value, "1 to " + greatest);
    }
    return value;
  }

  /** {@code enum Padding}. */
  boolean same(int field) {
    int code = code(field);
    if (code != 0 && code != 1) {
      throw node.badOption("padding " + code, "0 (SAME) or 1 (VALID)");
    }
    return code == 0;
  }

  /** {@code enum ActivationFunctionType}. */
  Activation activation(int field) {
    return switch (code(field)) {
      case 0 -> Activation.NONE;
      case 1 -> Activation.RELU;
      case 3 -> Activation.RELU6;
      case 2 -> throw fused("RELU_N1_TO_1");
      case 4 -> throw fused("TANH");
      case 5 -> throw fused("SIGN_BIT");
      default -> throw node.badOption("fused activation " + code(field), "one of the schema's");
    };
  }

  /** {@code quantized_bias_type}: 0 stands for "as usual". */
  void requireBiasType(int field) {
    int type = code(field);
    if (type != 0 && type != 2 && type != 4) {
      throw node.unsupported("an accumulator of " + TensorTypes.name(type), "int32 or int64");
    }
  }

  private RuntimeException fused(String name) {
    return node.unsupported("fused activation " + name, "NONE, RELU or RELU6");
  }
}
