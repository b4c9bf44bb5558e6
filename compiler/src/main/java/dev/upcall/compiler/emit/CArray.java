package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;

/**
 * A constant array at file scope. Printed here and not by a template: weights are long.
 *
 * @param name C identifier
 * @param inFlash stays in program memory where that takes saying so, and is read by kernels that
 *     know it ({@code upcall_flash.h})
 */
record CArray(String name, ConstantData data, boolean inFlash) {
  private static final int MAX_LINE = 100;

  CArray(String name, ConstantData data) {
    this(name, data, false);
  }

  static CArray ofBytes(String name, byte[] elements) {
    return new CArray(name, ConstantData.ofBytes(elements));
  }

  static CArray ofInts(String name, int[] elements) {
    return new CArray(name, ConstantData.ofInts(elements));
  }

  /** Bytes the elements occupy. */
  int bytes() {
    return data.length() * data.dtype().bytes();
  }

  void print(StringBuilder out) {
    out.append("static const ").append(CTypes.of(data.dtype())).append(' ').append(name);
    out.append('[').append(data.length()).append(']');
    out.append(inFlash ? " UPCALL_FLASH = {" : " = {");
    int line = MAX_LINE;
    float[] reals = data.dtype() == DType.FLOAT32 ? data.toFloats() : new float[0];
    for (int i = 0; i < data.length(); i++) {
      String text = (reals.length > 0 ? CLiteral.real(reals[i]) : CLiteral.of(data, i)) + ",";
      if (line + 1 + text.length() > MAX_LINE) {
        out.append("\n    ");
        line = 4;
      } else {
        out.append(' ');
        line++;
      }
      out.append(text);
      line += text.length();
    }
    out.append("\n};\n");
  }
}
