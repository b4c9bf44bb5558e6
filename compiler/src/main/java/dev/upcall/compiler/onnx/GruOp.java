package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.op.Recurrent.Cell;
import java.util.List;

final class GruOp implements OnnxOp {
  private static final List<String> ACTIVATIONS = List.of("Sigmoid", "Tanh");

  @Override
  public OpSpec spec() {
    return OpSpec.of("GRU", 3, 6)
        .attributes(
            "activations",
            "activation_alpha",
            "activation_beta",
            "clip",
            "direction",
            "hidden_size",
            "layout",
            "output_sequence",
            "linear_before_reset")
        .constraints(
            "weights, recurrence and bias are constant",
            "all sequences have full length",
            "no clip",
            "activations Sigmoid and Tanh");
  }

  @Override
  public void convert(NodeContext node) {
    List<String> activations = RecurrentLayer.activations(node, ACTIVATIONS);
    if (!activations.equals(ACTIVATIONS)) {
      throw node.unsupported("activations " + activations, "Sigmoid and Tanh");
    }
    boolean resetAfter = node.attributes().flag("linear_before_reset", false);
    new RecurrentLayer(node, resetAfter ? Cell.GRU_RESET_AFTER : Cell.GRU).convert();
  }
}
