package dev.upcall.compiler.tflite;

/**
 * The output's own shape says what an operand or option says a second time, as in TFLite Micro's
 * kernel; the elements keep their order.
 */
final class ReshapeOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(22, 1, 2, 17, 1).constraints("input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Views.convert(node);
  }
}
