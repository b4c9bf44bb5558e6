package dev.upcall.training.quant;

import dev.upcall.core.onnx.GraphProto;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.onnx.OnnxGraph;

/** A member with its exit as the device gets it. */
final class ExitGraph {
  private static final String FEATURES = "gap";

  private ExitGraph() {}

  static GraphProto of(
      String member, Architecture architecture, MapShape shape, Snapshot weights, LinearHead exit) {
    OnnxGraph graph = new OnnxGraph(member);
    String input = graph.input("input", shape.channels(), shape.height(), shape.width());
    architecture.export(member, input, weights, graph, FEATURES);
    graph
        .node("Gemm", OnnxGraph.LOGITS, FEATURES)
        .weight(OnnxGraph.LOGITS + ".weight", exit.weight(), exit.classes(), exit.features())
        .weight(OnnxGraph.LOGITS + ".bias", exit.bias(), exit.classes())
        .integer("transB", 1)
        .add();
    graph.output(OnnxGraph.LOGITS, exit.classes());
    return graph.build().getGraph();
  }
}
