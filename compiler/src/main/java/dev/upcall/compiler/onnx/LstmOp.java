package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.op.Recurrent.Cell;
import java.util.List;

final class LstmOp implements OnnxOp {
  private static final List<String> ACTIVATIONS = List.of("Sigmoid", "Tanh", "Tanh");

  @Override
  public OpSpec spec() {
    return OpSpec.of("LSTM", 3, 8)
        .attributes(
            "activations",
            "activation_alpha",
            "activation_beta",
            "clip",
            "direction",
            "hidden_size",
            "layout",
            "output_sequence",
            "input_forget")
        .constraints(
            "weights, recurrence and bias are constant",
            "all sequences have full length",
            "no clip",
            "activations Sigmoid, Tanh and Tanh",
            "no input_forget");
  }

  @Override
  public void convert(NodeContext node) {
    List<String> activations = RecurrentLayer.activations(node, ACTIVATIONS);
    if (!activations.equals(ACTIVATIONS)) {
      throw node.unsupported("activations " + activations, "Sigmoid, Tanh and Tanh");
    }
    new RecurrentLayer(node, Cell.LSTM).convert();
  }
}
