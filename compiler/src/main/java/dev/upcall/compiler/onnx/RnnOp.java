package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.op.Recurrent.Cell;
import java.util.List;
import java.util.Locale;

final class RnnOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("RNN", 3, 6)
        .attributes(
            "activations",
            "activation_alpha",
            "activation_beta",
            "clip",
            "direction",
            "hidden_size",
            "layout",
            "output_sequence")
        .constraints(
            "weights, recurrence and bias are constant",
            "all sequences have full length",
            "no clip",
            "activation Tanh or Relu");
  }

  @Override
  public void convert(NodeContext node) {
    String activation = RecurrentLayer.activations(node, List.of("Tanh")).get(0);
    Cell cell =
        switch (activation.toLowerCase(Locale.ROOT)) {
          case "tanh" -> Cell.RNN_TANH;
          case "relu" -> Cell.RNN_RELU;
          default -> throw node.unsupported("activation " + activation, "Tanh or Relu");
        };
    new RecurrentLayer(node, cell).convert();
  }
}
