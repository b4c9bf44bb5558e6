package dev.upcall.compiler.onnx;

/** Does nothing in inference. */
final class DropoutOp implements OnnxOp {
  private static final int TEST_MODE_IS_SAID = 7;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Dropout", 1, 3)
        .attributes("ratio", "seed", "is_test")
        .constraints("inference only: the ratio is ignored, the mask may not be used");
  }

  @Override
  public void convert(NodeContext node) {
    boolean training =
        node.opset() < TEST_MODE_IS_SAID
            ? !node.attributes().flag("is_test", false)
            : node.has(2) && node.integers(2, "training_mode").contains(1);
    if (training) {
      throw node.unsupported("training_mode", "a model for inference", "export after model.eval()");
    }
    node.result(node.input(0));
  }
}
