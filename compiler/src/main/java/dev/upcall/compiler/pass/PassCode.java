package dev.upcall.compiler.pass;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** Why a pass refuses a model. */
enum PassCode implements DiagnosticCode {
  NO_SUCH_OUTPUT("UP2101", "The model has no output \"%s\"", Exit.BAD_INPUT),
  NOT_FINITE("UP2102", "Folding constants gives a number that is not finite", Exit.BAD_INPUT);

  private final String id;
  private final String pattern;
  private final Exit exit;

  PassCode(String id, String pattern, Exit exit) {
    this.id = id;
    this.pattern = pattern;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
