package dev.upcall.compiler.tflite;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** Why a TFLite file is refused. */
enum TfliteCode implements DiagnosticCode {
  UNREADABLE("UP2701", "Cannot read the model file", Exit.BAD_INPUT),
  TOO_LARGE("UP2702", "The model is larger than Upcall accepts", Exit.BAD_INPUT),
  NOT_TFLITE("UP2703", "The file is not a TFLite model", Exit.BAD_INPUT),
  MALFORMED("UP2704", "The TFLite file is damaged", Exit.BAD_INPUT),
  UNKNOWN_OPERATOR("UP2705", "Operator %s is not supported", Exit.UNSUPPORTED),
  UNSUPPORTED_USE("UP2706", "%s is used in a way that is not supported", Exit.UNSUPPORTED),
  OPTIONS("UP2707", "Bad options of %s", Exit.BAD_INPUT),
  SHAPE("UP2708", "Shapes do not fit together", Exit.BAD_INPUT),
  DYNAMIC_SHAPE("UP2709", "Shapes must be known when compiling", Exit.UNSUPPORTED),
  ELEMENT_TYPE("UP2710", "Element type is not supported", Exit.UNSUPPORTED),
  QUANTIZATION("UP2711", "The quantisation cannot be used", Exit.UNSUPPORTED),
  NOT_CONSTANT("UP2712", "%s needs a constant operand", Exit.UNSUPPORTED),
  MISSING_VALUE("UP2713", "A tensor is used that nothing defines", Exit.BAD_INPUT),
  DEFINED_TWICE("UP2714", "A tensor is defined twice", Exit.BAD_INPUT),
  ARITY("UP2715", "Wrong number of operands of %s", Exit.BAD_INPUT),
  INTERFACE("UP2716", "The graph's inputs and outputs cannot be used", Exit.UNSUPPORTED),
  TENSOR("UP2717", "Bad tensor", Exit.BAD_INPUT);

  private final String id;
  private final String pattern;
  private final Exit exit;

  TfliteCode(String id, String pattern, Exit exit) {
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
