package dev.upcall.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Expects something to be refused with diagnostics, for tests of bad input. */
public final class Refused {
  private Refused() {}

  /** The one diagnostic, which has to have that code. */
  public static Diagnostic with(DiagnosticCode code, Executable executable) {
    List<Diagnostic> all = all(executable);
    assertEquals(List.of(code), all.stream().map(Diagnostic::code).toList(), all::toString);
    return all.get(0);
  }

  public static List<Diagnostic> all(Executable executable) {
    return assertThrows(UpcallException.class, executable).diagnostics();
  }
}
