package dev.upcall.compiler;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong between the parts of a ladder. */
public enum CompilerCode implements DiagnosticCode {
  CLASSES("UP2310", "stage \"%s\" and the manifest disagree about the classes", Exit.BAD_INPUT),
  INPUT("UP2311", "stage \"%s\" and the manifest disagree about the input", Exit.BAD_INPUT),
  EXIT("UP2312", "exit \"%s\" comes too late", Exit.BAD_INPUT),
  FORMAT("UP2313", "%s is no model this version reads", Exit.UNSUPPORTED),
  CALIBRATION("UP2314", "the calibration data cannot be used", Exit.BAD_INPUT),
  EMPTY("UP2315", "stage \"%s\" computes nothing", Exit.BAD_INPUT),
  NO_STAGES("UP2316", "project %s has no stage on the device", Exit.BAD_INPUT),
  DUMP("UP2317", "the intermediate representation cannot be written", Exit.BAD_INPUT),
  FOLD("UP2318", "project %s has no fold %d", Exit.USAGE),
  INTERFACE("UP2319", "stage \"%s\" has an input or output no device can have", Exit.UNSUPPORTED),
  WEIGHT_BUDGET("UP2320", "no bits of the weights of \"%s\" meet the budget", Exit.DOES_NOT_FIT),
  ACCURACY_BUDGET("UP2321", "quantisation costs \"%s\" too much", Exit.ACCURACY_GATE),
  NO_LABELS("UP2322", "what quantisation costs \"%s\" cannot be measured", Exit.USAGE),
  RAM_BUDGET("UP2331", "stage \"%s\" does not fit the memory given", Exit.DOES_NOT_FIT),
  ROW_FED("UP2332", "%s cannot take its input row by row", Exit.UNSUPPORTED),
  QUANTIZED("UP2323", "%s is quantised already", Exit.UNSUPPORTED),
  NO_FPU("UP2341", "%s has no floating-point unit", Exit.UNSUPPORTED),
  PRECISION("UP2343", "%s is not computed in floats here", Exit.USAGE),
  HOST_MODEL("UP2344", "%s cannot run on the host", Exit.UNSUPPORTED),
  UNREACHED("UP2345", "stage %d is never reached", Exit.BAD_INPUT),
  FEATURE_MAP("UP2350", "%s cannot send feature maps", Exit.BAD_INPUT);

  private final String id;
  private final String pattern;
  private final Exit exit;

  CompilerCode(String id, String pattern, Exit exit) {
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
