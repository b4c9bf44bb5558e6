package dev.upcall.compiler.emit;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can stand against a firmware once its networks are planned. */
public enum FirmwareCode implements DiagnosticCode {
  RAM("UP2302", "%s does not have the RAM for %s", Exit.DOES_NOT_FIT),
  FLASH("UP2303", "%s does not have the flash for %s", Exit.DOES_NOT_FIT),
  NOT_WRITABLE("UP2304", "%s cannot be written", Exit.BAD_INPUT),
  OUTPUTS("UP2305", "%s has more scores than a result can name", Exit.UNSUPPORTED);

  private final String id;
  private final String pattern;
  private final Exit exit;

  FirmwareCode(String id, String pattern, Exit exit) {
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
