package dev.upcall.training.export;

import dev.upcall.core.onnx.ModelProto;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.branch.TrainedBranch;
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
   * [batch,F] under the name {@code features}, then an output for each branch.
   */
  ModelProto member(String name, String features) {
    MelNetwork network = trained.network();
    MapShape shape = network.input();
    OnnxGraph graph = new OnnxGraph(name);
    String input = graph.input("input", shape.channels(), shape.height(), shape.width());
    Architecture member = network.members().get(name);
    List<String> maps = member.export(name, input, trained.weights(), graph, features);
    Subset alone = new Subset(List.of(name));
    linear(graph, LOGITS, features, trained.heads().get(alone));
    graph.output(features, network.features(alone));
    for (TrainedBranch branch : trained.branches(name)) {
      String map = maps.get(branch.branch().after() - 1);
      String pooled =
          branch.branch().export(branch.path(), member, shape, input, map, branch.weights(), graph);
      linear(graph, branch.branch().name(), pooled, branch.head().head());
    }
    return graph.build();
  }

  /** A head: {@code features} [batch, sum F], in the subset's order, to {@code logits}. */
  ModelProto head(Subset subset) {
    OnnxGraph graph = new OnnxGraph(subset.key());
    String input = graph.input("features", trained.network().features(subset));
    linear(graph, LOGITS, input, trained.heads().get(subset));
    return graph.build();
  }

  private static void linear(OnnxGraph graph, String output, String input, LinearHead head) {
    graph
        .node("Gemm", output, input)
        .weight(output + ".weight", head.weight(), head.classes(), head.features())
        .weight(output + ".bias", head.bias(), head.classes())
        .integer("transB", 1)
        .add();
    graph.output(output, head.classes());
  }
}
