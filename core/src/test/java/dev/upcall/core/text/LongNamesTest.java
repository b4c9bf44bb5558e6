package dev.upcall.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LongNamesTest {
  @Test
  void keepsBothEnds() {
    assertEquals("abcdefghij", LongNames.cut("abcdefghij", 10));
    assertEquals("abc...hijk", LongNames.cut("abcdefghijk", 10));
    assertEquals(24, LongNames.cut("a;b/".repeat(500), 24).length());
  }
}
