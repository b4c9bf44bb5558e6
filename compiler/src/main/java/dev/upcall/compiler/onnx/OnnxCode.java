package dev.upcall.compiler.onnx;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** Why an ONNX file is refused. */
public enum OnnxCode implements DiagnosticCode {
  UNREADABLE("UP2001", "Cannot read the model file", Exit.BAD_INPUT),
  TOO_LARGE("UP2002", "The model is larger than Upcall accepts", Exit.BAD_INPUT),
  NOT_ONNX("UP2003", "The file is not an ONNX model", Exit.BAD_INPUT),
  OPSET("UP2004", "The model's opset is not supported", Exit.UNSUPPORTED),
  DOMAIN("UP2005", "Operator of a foreign domain", Exit.UNSUPPORTED),
  UNKNOWN_OPERATOR("UP2006", "Operator %s is not supported", Exit.UNSUPPORTED),
  UNSUPPORTED_USE("UP2007", "%s is used in a way that is not supported", Exit.UNSUPPORTED),
  ATTRIBUTE("UP2008", "Bad attribute of %s", Exit.BAD_INPUT),
  DYNAMIC_SHAPE("UP2009", "Shapes must be known when compiling", Exit.UNSUPPORTED),
  SHAPE("UP2010", "Operands do not fit together", Exit.BAD_INPUT),
  NOT_FINITE("UP2011", "A weight is not a finite number", Exit.BAD_INPUT),
  EXTERNAL_DATA("UP2012", "Weights are stored outside the model file", Exit.UNSUPPORTED),
  MISSING_VALUE("UP2013", "A value is used that nothing defines", Exit.BAD_INPUT),
  DUPLICATE_NAME("UP2014", "Two values have the same name", Exit.BAD_INPUT),
  CYCLE("UP2015", "The graph has a cycle", Exit.BAD_INPUT),
  TENSOR("UP2016", "Bad tensor", Exit.BAD_INPUT),
  ELEMENT_TYPE("UP2017", "Element type is not supported", Exit.UNSUPPORTED),
  NOT_CONSTANT("UP2018", "%s needs a constant operand", Exit.UNSUPPORTED),
  ARITY("UP2019", "Wrong number of operands of %s", Exit.BAD_INPUT),
  INTERFACE("UP2020", "The graph's inputs and outputs cannot be used", Exit.BAD_INPUT),
  OPERATOR_VERSION("UP2021", "%s as opset %d defines it is not supported", Exit.UNSUPPORTED);

  private final String id;
  private final String pattern;
  private final Exit exit;

  OnnxCode(String id, String pattern, Exit exit) {
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
