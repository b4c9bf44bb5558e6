package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Drops outputs that are not wanted on the device, and all that only they need. */
final class KeepOutputs implements Pass {
  /** Among names of outputs: the model's end, whatever it is called. */
  static final String END = "";

  private static final String LOGITS = "logits";

  private final Function<Graph, List<Value>> choice;

  private KeepOutputs(Function<Graph, List<Value>> choice) {
    this.choice = choice;
  }

  /** The model's end alone. */
  static KeepOutputs logits() {
    return exits(List.of(END));
  }

  /**
   * The outputs of these names, in their order. {@link #END} stands for the output {@code logits},
   * else the first of real numbers, since classifiers of scikit-learn give a label before their
   * scores, else the first; of those that are not named.
   */
  static KeepOutputs exits(List<String> names) {
    return new KeepOutputs(
        graph ->
            names.stream()
                .map(name -> name.equals(END) ? end(graph, names) : find(graph, name))
                .toList());
  }

  private static Value end(Graph graph, List<String> exits) {
    List<Value> others =
        graph.outputs().stream().filter(output -> !exits.contains(output.name())).toList();
    if (others.isEmpty()) {
      throw Diagnostic.of(PassCode.NO_SUCH_OUTPUT, LOGITS)
          .at("%s", graph.name())
          .found("no output but the exits %s", names(graph))
          .need("an output that no other stage reads, at the end of the model")
          .fix("name each stage's output by exit:, or export the model with its logits")
          .toException();
    }
    return first(others, output -> output.name().equals(LOGITS))
        .or(() -> first(others, output -> !output.type().dtype().isInteger()))
        .orElse(others.get(0));
  }

  private static Optional<Value> first(List<Value> outputs, Predicate<Value> wanted) {
    return outputs.stream().filter(wanted).findFirst();
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
    return found(graph, name).orElseThrow(() -> missing(graph, name).toException());
  }

  private static Optional<Value> found(Graph graph, String name) {
    return first(graph.outputs(), output -> output.name().equals(name));
  }

  /** By name, what is wrong with those that no output has; the end is not looked for. */
  static Map<String, Diagnostic> missing(Graph graph, List<String> names) {
    Map<String, Diagnostic> missing = new LinkedHashMap<>();
    names.stream()
        .filter(name -> !name.equals(END) && found(graph, name).isEmpty())
        .forEach(name -> missing.put(name, missing(graph, name)));
    return missing;
  }

  private static Diagnostic missing(Graph graph, String name) {
    Diagnostic diagnostic =
        Diagnostic.of(PassCode.NO_SUCH_OUTPUT, name)
            .at("%s", graph.name())
            .found("%s", names(graph))
            .need("one of these outputs");
    return Nearest.suggest(diagnostic, name, graph.outputs().stream().map(Value::name).toList());
  }

  private static String names(Graph graph) {
    return graph.outputs().stream().map(Value::name).collect(Collectors.joining(", "));
  }
}
