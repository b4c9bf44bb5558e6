package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The ordered list of passes. The verifier runs after each. */
public final class Passes {
  private final List<Pass> passes;

  private Passes(KeepOutputs keepOutputs) {
    passes =
        List.of(
            // First, so that nothing is spent on what no wanted output needs.
            keepOutputs,
            new LiftSoftmax(),
            // Before transpositions sink: adds the one that meets those of the first operator.
            new ChannelsLastInput(),
            // Before whatever looks into weights: the importer transposes them by operators.
            new FoldConstants(),
            // Before the fusions below, which look for operators directly behind one another.
            new SinkTransposes(),
            new FoldPad(),
            // A bias that is added apart stands between convolution and batch normalisation.
            new FoldBias(),
            new FoldBatchNorm(),
            // What could not be folded becomes a convolution, which every later stage knows.
            new BatchNormToDepthwise(),
            // After the foldings, which need the operator's plain result.
            new FuseActivations(),
            new DropReshapes());
  }

  /** Keeps the output {@code logits} where there is one, else the first. */
  public static Passes standard() {
    return new Passes(KeepOutputs.logits());
  }

  /** As {@link #standard()}, but keeps the outputs of these names, in this order. */
  public static Passes keeping(List<String> outputs) {
    return new Passes(KeepOutputs.named(outputs));
  }

  public Graph run(Graph graph) {
    return run(graph, (stage, text) -> {});
  }

  /**
   * @param dump takes a stage's name, e.g. {@code 03-fold-constants}, and the text IR after it
   */
  public Graph run(Graph graph, BiConsumer<String, String> dump) {
    GraphVerifier.verify(graph, "import");
    dump.accept("00-import", GraphPrinter.print(graph));
    Graph current = graph;
    int number = 0;
    for (Pass pass : passes) {
      current = pass.run(current);
      GraphVerifier.verify(current, pass.name());
      number++;
      dump.accept(
          String.format(Locale.ROOT, "%02d-%s", number, pass.name()), GraphPrinter.print(current));
    }
    return current;
  }
}
