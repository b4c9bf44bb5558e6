package dev.upcall.compiler.onnx;

/** Does nothing in inference. */
final class DropoutOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Dropout", 1, 3)
        .attributes("ratio", "seed")
        .constraints("inference only: the ratio is ignored, the mask may not be used");
  }

  @Override
  public void convert(NodeContext node) {
    if (node.has(2) && node.integers(2, "training_mode").contains(1)) {
      throw node.unsupported("training_mode", "a model for inference", "export after model.eval()");
    }
    node.result(node.input(0));
  }
}
