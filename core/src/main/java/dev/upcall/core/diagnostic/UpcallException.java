package dev.upcall.core.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Ends a stage with all the diagnostics it collected; the command line prints them, no stack trace.
 */
public final class UpcallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public UpcallException(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  public UpcallException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    if (diagnostics.isEmpty()) {
      throw new IllegalArgumentException("at least one diagnostic");
    }
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Exit of the first diagnostic. */
  public Exit exit() {
    return diagnostics.get(0).code().exit();
  }
}
