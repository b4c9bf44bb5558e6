package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Drops outputs that are not wanted on the device, and all that only they need. */
final class KeepOutputs implements Pass {
  private static final String LOGITS = "logits";

  private final Function<Graph, List<Value>> choice;

  private KeepOutputs(Function<Graph, List<Value>> choice) {
    this.choice = choice;
  }

  /**
   * The output of that name; else the first of real numbers, since classifiers of scikit-learn give
   * a label before their scores; else the first.
   */
  static KeepOutputs logits() {
    return new KeepOutputs(
        graph ->
            first(graph, output -> output.name().equals(LOGITS))
                .or(() -> first(graph, output -> !output.type().dtype().isInteger()))
                .map(List::of)
                .orElse(graph.outputs().subList(0, 1)));
  }

  private static Optional<Value> first(Graph graph, Predicate<Value> wanted) {
    return graph.outputs().stream().filter(wanted).findFirst();
  }

  static KeepOutputs named(List<String> names) {
    return new KeepOutputs(graph -> names.stream().map(name -> find(graph, name)).toList());
  }

  @Override
  public String name() {
    return "keep-outputs";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    graph.ops().forEach(rewriter::emit);
    return rewriter.build(graph.inputs(), choice.apply(graph));
  }

  private static Value find(Graph graph, String name) {
    return graph.outputs().stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Diagnostic.of(PassCode.NO_SUCH_OUTPUT, name)
                    .at("%s", graph.name())
                    .found(
                        "%s",
                        graph.outputs().stream().map(Value::name).collect(Collectors.joining(", ")))
                    .fix("name one of these outputs")
                    .toException());
  }
}
