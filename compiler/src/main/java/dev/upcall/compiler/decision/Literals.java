package dev.upcall.compiler.decision;

import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.LiteralExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Locale;

/** The values of Java's int and float literals. */
final class Literals {
  private Literals() {}

  /**
   * @param negative preceded by a minus, which alone makes 2147483648 an int
   */
  static int integer(SourceClass owner, IntegerLiteralExpr literal, boolean negative) {
    String digits = literal.getValue().replace("_", "").toLowerCase(Locale.ROOT);
    int radix = 10;
    if (digits.startsWith("0x")) {
      radix = 16;
    } else if (digits.startsWith("0b")) {
      radix = 2;
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
    }
    try {
      if (radix != 10) {
        int bits = Integer.parseUnsignedInt(radix == 8 ? digits : digits.substring(2), radix);
        return negative ? -bits : bits;
      }
      return Integer.parseInt(negative ? "-" + digits : digits);
    } catch (NumberFormatException e) {
      throw range(owner, literal, "an int: -2147483648 to 2147483647");
    }
  }

  static float floating(SourceClass owner, DoubleLiteralExpr literal) {
    String digits = literal.getValue().replace("_", "");
    if (!digits.endsWith("f") && !digits.endsWith("F")) {
      throw owner
          .refuse(PolicyCode.TYPE, literal, "double")
          .found("%s", literal.getValue())
          .need("a float: double arithmetic is slow on microcontrollers")
          .fix("write %sf", digits.replaceAll("[dD]$", ""))
          .toException();
    }
    float value = Float.parseFloat(digits);
    boolean vanished =
        value == 0 && digits.replaceAll("([eEpP].*|0[xX])", "").matches(".*[1-9a-eA-E].*");
    if (Float.isInfinite(value) || vanished) {
      throw range(owner, literal, "a float: 1.4e-45f to 3.4028235e38f");
    }
    return value;
  }

  private static UpcallException range(SourceClass owner, LiteralExpr literal, String need) {
    return owner
        .refuse(PolicyCode.EXPRESSION, literal, "this number")
        .found("%s", literal)
        .need("%s", need)
        .toException();
  }
}
