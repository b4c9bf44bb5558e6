package dev.upcall.compiler.tflite;

/** Which axes of 1 go can be seen in the output's shape. */
final class SqueezeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(43, 1, 1, 30, 1).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Views.convert(node);
  }
}
