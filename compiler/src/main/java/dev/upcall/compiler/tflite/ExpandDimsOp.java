package dev.upcall.compiler.tflite;

/** Where the axis of 1 comes can be seen in the output's shape. */
final class ExpandDimsOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(70, 2, 2, 52, 0).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Views.convert(node);
  }
}
