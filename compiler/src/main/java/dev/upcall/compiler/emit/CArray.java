package dev.upcall.compiler.emit;

/**
 * A constant array at file scope. Printed here and not by a template: weights are long.
 *
 * @param type of an element, such as {@code int8_t}
 * @param name C identifier
 * @param elements in order, each within {@code type}
 */
record CArray(String type, String name, int[] elements) {
  private static final int MAX_LINE = 100;

  static CArray ofBytes(String name, byte[] elements) {
    int[] wide = new int[elements.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = elements[i];
    }
    return new CArray("int8_t", name, wide);
  }

  static CArray ofInts(String name, int[] elements) {
    return new CArray("int32_t", name, elements);
  }

  /** Bytes the elements occupy. */
  int bytes() {
    return elements.length * (type.equals("int8_t") ? 1 : 4);
  }

  void print(StringBuilder out) {
    out.append("static const ").append(type).append(' ').append(name);
    out.append('[').append(elements.length).append("] = {");
    int line = MAX_LINE;
    for (int element : elements) {
      String text = CLiteral.of(element) + ",";
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
