package dev.upcall.compiler.quant;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** Why a model cannot be quantised. */
enum QuantCode implements DiagnosticCode {
  NO_CALIBRATION("UP2201", "There is no calibration data", Exit.BAD_INPUT),
  BAD_SAMPLE("UP2202", "A calibration sample cannot be used", Exit.BAD_INPUT),
  NOT_FINITE("UP2203", "The model's values are not finite on calibration data", Exit.BAD_INPUT),
  RANGE("UP2204", "A range is too wide to be quantised", Exit.BAD_INPUT),
  INTERFACE("UP2205", "The model has inputs that cannot be quantised", Exit.UNSUPPORTED),
  OPERATOR("UP2206", "%s cannot be quantised", Exit.UNSUPPORTED),
  NOT_STATED("UP2207", "The model does not say how \"%s\" is quantised", Exit.UNSUPPORTED);

  private final String id;
  private final String pattern;
  private final Exit exit;

  QuantCode(String id, String pattern, Exit exit) {
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
