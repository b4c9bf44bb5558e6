package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can go wrong with members on a serving cluster: how they are named, and what they say. */
enum ServingCode implements DiagnosticCode {
  ADDRESS("UP3220", "\"%s\" is no address of a served model", Exit.USAGE),
  UNFIT("UP3221", "served model %s is not member \"%s\"", Exit.BAD_INPUT),
  TAKE_OVER("UP3222", "member \"%s\" cannot be on a serving cluster", Exit.UNSUPPORTED),
  TOKEN("UP3223", "there is no token for serving clusters", Exit.USAGE),
  TWICE("UP3224", "member \"%s\" is in two places", Exit.USAGE),

  UNREACHABLE("UP3230", "served model %s cannot be reached", Exit.DEVICE_OR_NETWORK),
  REFUSED("UP3231", "served model %s refuses", Exit.DEVICE_OR_NETWORK),
  MALFORMED("UP3232", "served model %s does not answer as the protocol says", Exit.BAD_INPUT),
  WRONG_SIZE("UP3233", "served model %s gives an answer of another size", Exit.BAD_INPUT),
  NO_NUMBER("UP3234", "served model %s gives a score that is no number", Exit.BAD_INPUT),
  TOO_LONG("UP3235", "served model %s says more than was asked", Exit.BAD_INPUT),
  TOO_LATE("UP3236", "served model %s does not answer in time", Exit.DEVICE_OR_NETWORK),
  BUSY("UP3237", "served model %s has as many requests as it may", Exit.DEVICE_OR_NETWORK);

  private final String id;
  private final String pattern;
  private final Exit exit;

  ServingCode(String id, String pattern, Exit exit) {
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

  Diagnostic with(Object... arguments) {
    return Diagnostic.of(this, arguments);
  }
}
