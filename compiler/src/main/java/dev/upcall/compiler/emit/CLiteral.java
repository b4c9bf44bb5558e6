package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** C literals, and text that is safe inside C comments whoever wrote it. */
public final class CLiteral {
  private CLiteral() {}

  /** An int32 constant. */
  public static String of(int value) {
    return value == Integer.MIN_VALUE ? "(-2147483647 - 1)" : String.valueOf(value);
  }

  /** Element {@code index} of integer constants. */
  static String of(ConstantData integers, int index) {
    long value = integers.longAt(index);
    return integers.dtype() == DType.INT64 ? of(value) : of((int) value);
  }

  /** An int64 constant. */
  static String of(long value) {
    return value == Long.MIN_VALUE ? "(-9223372036854775807LL - 1)" : value + "LL";
  }

  /** As {@link #of(float)}, and what C99 has no literal for by the names of upcall_real.h. */
  static String real(float value) {
    if (Float.isNaN(value)) {
      return "UPCALL_NAN";
    }
    if (Float.isInfinite(value)) {
      return value < 0 ? "-UPCALL_INFINITY" : "UPCALL_INFINITY";
    }
    return of(value);
  }

  /** A float constant that reads back as the same float: nine digits always do. */
  public static String of(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("C99 has no literal for " + value);
    }
    return String.format(Locale.ROOT, "%.9gf", value);
  }

  /** A string literal of ASCII characters with the bytes of {@code text} in UTF-8. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      // Octal escapes end after three digits; \? keeps trigraphs away.
      if (c < 0x20 || c > 0x7e) {
        out.append(String.format(Locale.ROOT, "\\%03o", c));
      } else if (c == '"' || c == '\\' || c == '?') {
        out.append('\\').append((char) c);
      } else {
        out.append((char) c);
      }
    }
    return out.append('"').toString();
  }

  /**
   * One line that cannot leave the comment it is printed in: no end or start of a comment, no
   * trigraph, no line continuation, printable ASCII only.
   */
  public static String comment(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char safe = c < 0x20 ? ' ' : c > 0x7e ? '_' : c == '\\' ? '|' : c;
      char before = out.length() == 0 ? ' ' : out.charAt(out.length() - 1);
      if (before == '*' && safe == '/'
          || before == '/' && safe == '*'
          || before == '?' && safe == '?') {
        out.append(' ');
      }
      out.append(safe);
    }
    return out.toString();
  }
}
