package dev.upcall.training.export;

import dev.upcall.core.onnx.ModelProto;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/** Turns a trained ensemble into the ONNX models that host and compiler read. */
final class ModelWriter {
  private static final String LOGITS = "logits";

  private final TrainedEnsemble trained;

  ModelWriter(TrainedEnsemble trained) {
    this.trained = trained;
  }

  /**
   * A member: {@code input} [batch,C,H,W] to {@code logits} [batch,classes] and its pooled features
   * [batch,F] under the name {@code features}.
   */
  ModelProto member(String name, String features) {
    MelNetwork network = trained.network();
    MapShape shape = network.input();
    OnnxGraph graph = new OnnxGraph(name);
    String input = graph.input("input", shape.channels(), shape.height(), shape.width());
    network.members().get(name).export(name, input, trained.weights(), graph, features);
    Subset alone = new Subset(List.of(name));
    linear(graph, features, trained.heads().get(alone));
    graph.output(features, network.features(alone));
    return graph.build();
  }

  /** A head: {@code features} [batch, sum F], in the subset's order, to {@code logits}. */
  ModelProto head(Subset subset) {
    OnnxGraph graph = new OnnxGraph(subset.key());
    String input = graph.input("features", trained.network().features(subset));
    linear(graph, input, trained.heads().get(subset));
    return graph.build();
  }

  private static void linear(OnnxGraph graph, String input, LinearHead head) {
    graph
        .node("Gemm", LOGITS, input)
        .weight("head.weight", head.weight(), head.classes(), head.features())
        .weight("head.bias", head.bias(), head.classes())
        .integer("transB", 1)
        .add();
    graph.output(LOGITS, head.classes());
  }
}
