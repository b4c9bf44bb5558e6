package dev.upcall.training.export;

import dev.upcall.core.onnx.ModelProto;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.mel.Head;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/** Turns a trained ensemble into the ONNX models that host and compiler read. */
final class ModelWriter {
  /** A member's parts of the logits of every subset that it is in. */
  static final String PARTIAL = "partialLogits";

  /** Scores of groups of classes. */
  static final String COARSE = "coarse";

  private final TrainedEnsemble trained;

  ModelWriter(TrainedEnsemble trained) {
    this.trained = trained;
  }

  /**
   * A member: {@code input} [batch,C,H,W] to {@code logits} [batch,classes] and, under the name
   * {@code features}, what it sends to the heads, its pooled features [batch,F] or its map
   * [batch,C*H*W]; then, where they are asked for, {@code partialLogits} [batch,subsets*classes]
   * and {@code coarse} [batch,groups], and an output for each branch.
   */
  ModelProto member(String name, String features) {
    MelNetwork network = trained.network();
    MapShape shape = network.input();
    OnnxGraph graph = new OnnxGraph(name);
    String input = graph.input("input", shape.channels(), shape.height(), shape.width());
    Architecture member = network.members().get(name);
    boolean sendsMap = network.sendsMap(name);
    String pooled = sendsMap ? name + ".pooled" : features;
    List<String> maps = member.export(name, input, trained.weights(), graph, pooled);
    linear(graph, OnnxGraph.LOGITS, pooled, trained.heads().get(new Subset(List.of(name))));
    if (sendsMap) {
      graph.node("Flatten", features, maps.get(maps.size() - 1)).integer("axis", 1).add();
    }
    graph.output(features, network.sent(name).size());
    if (trained.givesParts(name)) {
      linear(graph, PARTIAL, pooled, trained.parts().layer(name));
    }
    if (trained.coarse().containsKey(name)) {
      linear(graph, COARSE, pooled, trained.coarse().get(name));
    }
    for (TrainedBranch branch : trained.branches(name)) {
      String map = maps.get(branch.branch().after() - 1);
      String read =
          branch.branch().export(branch.path(), member, shape, input, map, branch.weights(), graph);
      linear(graph, branch.branch().name(), read, branch.head().head());
    }
    return graph.build();
  }

  /** A head: {@code features}, what its members send side by side, to {@code logits}. */
  ModelProto head(Subset subset) {
    OnnxGraph graph = new OnnxGraph(subset.key());
    Head head = trained.network().head(subset);
    String input = graph.input("features", head.values());
    String read = head.export(input, trained.weights(), graph);
    linear(graph, OnnxGraph.LOGITS, read, trained.heads().get(subset));
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
