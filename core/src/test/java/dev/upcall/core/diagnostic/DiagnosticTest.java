package dev.upcall.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiagnosticTest {
  private enum Code implements DiagnosticCode {
    NAME;

    @Override
    public String id() {
      return "UP0000";
    }

    @Override
    public String pattern() {
      return "\"%s\" is no name";
    }

    @Override
    public Exit exit() {
      return Exit.BAD_INPUT;
    }
  }

  @Test
  void textOfHostileFilesNeitherEndsTheTitlesLineNorMovesTheCursor() {
    Diagnostic diagnostic = Diagnostic.of(Code.NAME, "a\nerror UP9999: b").at("x\u001b[2Jy\rz");
    assertEquals(
        "error UP0000: \"a?error UP9999: b\" is no name\n  at    x?[2Jy?z",
        diagnostic.toString().replace(System.lineSeparator(), "\n"));
  }
}
