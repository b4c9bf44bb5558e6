package dev.upcall.cli.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device calls itself is a text in the table, and nothing else. */
class PngExportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "hall | \"hall\"",
        "## | \"\"",
        "a \"b\" | \"a \"\"b\"\"\"",
        "=1+1 | \"'=1+1\"",
        "@SUM(A1) | \"'@SUM(A1)\"",
        "#=HYPERLINK(1)\n# | \"'=HYPERLINK(1)\ufffd\"",
        "#\t=1# | \"\ufffd=1\"",
        "#a\r\nb\u0085c\u2028d# | \"a\ufffd\ufffdb\ufffdc\ufffdd\"",
      })
  void textsOfDevicesAreQuotedOnOneLineAndNoFormula(String text, String cell) {
    assertEquals(cell, PngExport.quoted(text));
  }
}
