package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CLiteralTest {
  @Test
  void integersAreInt32() {
    assertEquals("-128", CLiteral.of(-128));
    assertEquals("(-2147483647 - 1)", CLiteral.of(Integer.MIN_VALUE));
  }

  @Test
  void floatsReadBackAsThemselves() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        String literal = CLiteral.of(value);
        assertTrue(literal.matches("-?\\d\\.?\\d*(e[+-]\\d+)?f|-?\\d+\\.\\d+f"), literal);
        assertEquals(value, Float.parseFloat(literal));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> CLiteral.of(Float.NaN));
  }

  @Test
  void floatsDoNotFollowTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("0.500000000f", CLiteral.of(0.5f));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void stringsKeepTheirBytesAndNothingElse() {
    assertEquals("\"a\\\"b\\\\c\\?\\?/d\\012\\303\\251\"", CLiteral.of("a\"b\\c??/d\n\u00e9"));
  }

  @Test
  void commentsCannotBeLeft() {
    assertEquals("a* /b/ *c? ?/d| e_", CLiteral.comment("a*/b/*c??/d\\\ne\u00e9"));
    assertEquals("* / /", CLiteral.comment("*/ /"));
    Random random = new Random(2);
    String alphabet = "*/?\\\n\r\t a\u00e9\u2028";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String comment = CLiteral.comment(text.toString());
      for (String bad : new String[] {"*/", "/*", "??", "\\", "\n", "\r"}) {
        assertFalse(comment.contains(bad), comment);
      }
      assertTrue(comment.chars().allMatch(c -> c >= 0x20 && c < 0x7f), comment);
    }
  }

  @Test
  void namesAreIdentifiersAndNeverGivenTwice() {
    CNames names = new CNames();
    assertEquals("small", names.unique("small"));
    assertEquals("small_2", names.unique("SMALL"));
    assertEquals("_", names.unique("\u4e2d\u6587"));
    assertEquals("a_b_", names.unique("a/b;"));
    assertEquals("__2", names.unique(""));
    assertEquals(40, names.unique("x".repeat(200)).length());
    assertEquals("x".repeat(40) + "_2", names.unique("x".repeat(300)));
  }
}
