package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** The ordered list of passes. The verifier runs after each. */
public final class Passes {
  private final List<Pass> passes;

  private Passes(List<Pass> passes) {
    this.passes = List.copyOf(passes);
  }

  /** For a device, which gives only the outputs that are wanted. */
  private static Passes forDevice(KeepOutputs keepOutputs) {
    List<Pass> passes = new ArrayList<>();
    // First, so that nothing is spent on what no wanted output needs.
    passes.add(keepOutputs);
    passes.add(new LiftSoftmax());
    // Before transpositions sink: adds the one that meets those of the first operator.
    passes.add(new ChannelsLastInput());
    passes.addAll(common());
    return new Passes(passes);
  }

  /** Those that keep the graph's inputs and outputs as they are. */
  private static List<Pass> common() {
    return List.of(
        // Before whatever looks into weights: the importer transposes them by operators.
        new FoldConstants(),
        // Before the fusions below, which look for operators directly behind one another.
        new SinkTransposes(),
        new FoldPad(),
        // A bias that is added apart stands between convolution and batch normalisation.
        new FoldAffine(),
        new FoldBatchNorm(),
        // Again, for what stood behind the normalisation, which is gone now.
        new FoldAffine(),
        // What could not be folded becomes a convolution, which every later stage knows.
        new BatchNormToDepthwise(),
        // After the foldings, which need the operator's plain result.
        new FuseActivations(),
        // Before the reshapes it makes are joined with others.
        new MergeTransposedAxes(),
        new DropReshapes());
  }

  /** Keeps the output {@code logits} where there is one, else the first. */
  public static Passes standard() {
    return forDevice(KeepOutputs.logits());
  }

  /**
   * As {@link #standard()}, for graphs whose images are channels-last already, such as TFLite's.
   */
  public static Passes channelsLast() {
    return new Passes(
        standard().passes.stream().filter(pass -> !(pass instanceof ChannelsLastInput)).toList());
  }

  /**
   * For an ONNX model that states how it is quantised: its quantisations are left as {@link
   * dev.upcall.compiler.ir.op.UnaryKind#FAKE_QUANTIZE} behind the operators whose results they
   * round. A softmax at its end stays, since it may have a quantisation of its own.
   */
  public static Passes stated() {
    List<Pass> passes = new ArrayList<>();
    passes.add(KeepOutputs.logits());
    // What is quantised are values, scales and weights that have to be constants by then.
    passes.add(new FoldConstants());
    passes.add(new ReadQuantization());
    passes.add(new ChannelsLastInput());
    passes.add(new SinkTransposes());
    // Behind the sinking, which lets no transposition stand between operator and quantisation.
    passes.add(new HoistQuantization());
    common().stream().filter(pass -> !(pass instanceof SinkTransposes)).forEach(passes::add);
    return new Passes(passes);
  }

  /** Whether a graph as it was imported states how its activations are quantised. */
  public static boolean isStated(Graph imported) {
    Graph read = new ReadQuantization().run(new FoldConstants().run(imported));
    return read.ops().stream()
        .anyMatch(op -> op instanceof Unary unary && unary.kind() == UnaryKind.FAKE_QUANTIZE);
  }

  /** All inputs and outputs stay what they are in the model: order, layout and all. */
  public static Passes preserving() {
    return new Passes(common());
  }

  /** Outputs end in logits; all else stays what it is in the model, quantised or not. */
  public static Passes logits() {
    return new Passes(List.of(new LiftSoftmax()));
  }

  /**
   * These, with the outputs of these names kept, in this order; the empty name is the model's end.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException when they run: UP2101 for a name that no
   *     output has
   */
  public Passes keeping(List<String> exits) {
    return new Passes(
        passes.stream()
            .map(pass -> pass instanceof KeepOutputs ? KeepOutputs.exits(exits) : pass)
            .toList());
  }

  /**
   * Those of the names that {@link #keeping} would refuse: for who knows where they are written.
   */
  public static Map<String, Diagnostic> missing(Graph graph, List<String> exits) {
    return KeepOutputs.missing(graph, exits);
  }

  /** For a network that was quantised elsewhere: its exits, and logits at each. */
  public static Passes exits(List<String> exits) {
    return new Passes(List.of(KeepOutputs.exits(exits), new LiftSoftmax()));
  }

  /** These without what drops outputs or a softmax: for a model that no policy decides on. */
  public Passes whole() {
    return new Passes(
        passes.stream()
            .filter(pass -> !(pass instanceof KeepOutputs || pass instanceof LiftSoftmax))
            .toList());
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
