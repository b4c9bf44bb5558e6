package dev.upcall.cli.validate;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.cli.validate.ValidationReport.Difference;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.LadderReference;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.tool.Image;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.inject.Injected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs a model's C, on the host or on an emulated board, and compares: with the reference, whose
 * bytes it has to give in integers, and whose numbers in floats; and that with the network before
 * it was quantised, and with the file as ONNX Runtime computes it.
 */
public final class Validator {
  /** Where nothing is said: the host, which is there and fast. */
  public static final String DEFAULT_BOARD = "posix";

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final Firmware firmware;
  private final Console console;

  public Validator(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  /**
   * Validates every exit of every network.
   *
   * @param file samples of a bare model; empty for made-up ones
   * @param limit samples at most
   */
  public ValidationReport validate(CompileRequest request, Optional<Path> file, int limit) {
    Ladder<ExecutableGraph> networks = compiler.executable(request);
    networks.members().forEach(stage -> requireOneInput(stage.name(), stage.model().graph()));
    Ladder<MemoryPlan> plans = compiler.plan(networks);
    console.step("building for %s", plans.board().id());
    Map<BareForm, Image> images = new EnumMap<>(BareForm.class);
    List<ValidationReport.Stage> stages = new ArrayList<>();
    for (Ladder.Exit exit : plans.exits()) {
      Subject subject = new Subject(plans, exit);
      BareForm form = subject.stops() ? BareForm.STOPPING : BareForm.PLAIN;
      Image image =
          images.computeIfAbsent(
              form, wanted -> firmware.build(compiler.emitBare(plans, wanted).folder()));
      ExecutableGraph model = networks.members().get(exit.member()).model();
      ExecutableGraph part = model.with(subject.of(model.graph()));
      Samples samples = samples(networks, model, file, limit).only(exit.classes());
      console.step("%s: %d samples", exit.name(), samples.inputs().size());
      List<byte[]> actual = run(image, subject, samples.inputs());
      stages.add(
          part instanceof FloatGraph floats
              ? new FloatValidation(compiler, firmware).of(subject, floats, samples, actual)
              : integers(subject, (QuantGraph) part, actual, samples));
    }
    return new ValidationReport(plans.board().id(), stages);
  }

  /**
   * Validates what a board at a serial port runs: each stage by the samples that ended there.
   *
   * @param file samples of a bare model; empty for made-up ones
   * @param limit samples at most
   */
  public ValidationReport validate(
      CompileRequest request, Optional<Path> file, int limit, AttachedBoard board) {
    Ladder<ExecutableGraph> networks = compiler.executable(request);
    ExecutableGraph first = networks.members().get(0).model();
    requireOneInput(networks.members().get(0).name(), first.graph());
    if (!networks.members().stream().allMatch(stage -> stage.model() instanceof QuantGraph)) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--serial")
          .found("a network in floats")
          .need("networks in integers, whose scores a board reports")
          .fix("validate floats without --serial, on the host or an emulated board")
          .toException();
    }
    Ladder<MemoryPlan> plans = compiler.plan(networks);
    Samples samples = samples(networks, first, file, limit);
    List<Injected> results = board.run(Compiler.signature(plans), samples.inputs(), console);
    LadderReference reference = new LadderReference(networks);
    List<List<Scores>> expected = samples.inputs().stream().map(reference::scores).toList();
    List<ValidationReport.Stage> stages = new ArrayList<>();
    for (int i = 0; i < plans.stages().size(); i++) {
      int stage = i;
      int[] ended =
          IntStream.range(0, results.size()).filter(s -> results.get(s).stage() == stage).toArray();
      List<byte[]> actual = Arrays.stream(ended).mapToObj(s -> results.get(s).scores()).toList();
      List<byte[]> wanted =
          Arrays.stream(ended).mapToObj(s -> expected.get(s).get(stage).logits()).toList();
      stages.add(reported(networks, plans, stage, wanted, actual, samples.only(ended)));
    }
    return new ValidationReport(plans.board().id(), stages);
  }

  /** A stage by the scores that a board reported. */
  private ValidationReport.Stage reported(
      Ladder<ExecutableGraph> networks,
      Ladder<MemoryPlan> plans,
      int index,
      List<byte[]> expected,
      List<byte[]> actual,
      Samples samples) {
    Ladder.Stage stage = plans.stages().get(index);
    List<Subject> parts =
        plans.exits().stream()
            .map(exit -> new Subject(plans, exit))
            .filter(subject -> stage.parts().contains(subject.part()))
            .toList();
    Subject first = parts.get(0);
    Graph network = first.of(networks.members().get(first.network()).model().graph());
    OriginalComparison original =
        parts.size() == 1 && stage.classes().isEmpty()
            ? OriginalComparison.of(compiler, first, new QuantGraph(network), samples, expected)
            : OriginalComparison.none(stage);
    String name = parts.stream().map(Subject::name).collect(Collectors.joining("+"));
    return stage(name, first.file(), samples, expected, actual, Optional.empty(), original);
  }

  private static void requireOneInput(String name, Graph graph) {
    if (graph.inputs().size() != 1) {
      throw Diagnostic.of(CliCode.BAD_SAMPLES, name)
          .found("%d inputs", graph.inputs().size())
          .need("one, which samples are given for")
          .toException();
    }
  }

  private static Samples samples(
      Ladder<ExecutableGraph> ladder, ExecutableGraph model, Optional<Path> file, int limit) {
    TensorType input = model.graph().inputs().get(0).type();
    if (file.isPresent()) {
      return Samples.ofFile(file.get(), input, limit);
    }
    return ladder
        .project()
        .map(project -> Samples.ofProject(project, limit))
        .orElseGet(() -> Samples.madeUp(input, limit));
  }

  /**
   * @param model up to the exit
   */
  private ValidationReport.Stage integers(
      Subject subject, QuantGraph model, List<byte[]> actual, Samples samples) {
    QuantGraph planned = new QuantGraph(subject.of(subject.plan().program().quantized().graph()));
    // One run behind the other, as in the image: a network may have states.
    Interpreter.Session reference = new Interpreter().session(planned);
    List<byte[]> expected = samples.inputs().stream().map(reference::output).toList();
    Optional<Difference> first =
        IntStream.range(0, expected.size())
            .filter(i -> mismatched(expected.get(i), actual.get(i)) > 0)
            .boxed()
            .findFirst()
            .map(i -> search(subject, i, samples.inputs().get(i)));
    OriginalComparison original =
        OriginalComparison.of(compiler, subject, model, samples, expected);
    return stage(subject.name(), subject.file(), samples, expected, actual, first, original);
  }

  private Difference search(Subject subject, int sample, byte[] input) {
    Image stopping = firmware.build(compiler.emitBare(subject.plans(), BareForm.STOPPING).folder());
    return new LayerSearch(firmware, stopping).find(subject, sample, input);
  }

  private static ValidationReport.Stage stage(
      String name,
      String file,
      Samples samples,
      List<byte[]> expected,
      List<byte[]> actual,
      Optional<Difference> first,
      OriginalComparison original) {
    long mismatched =
        IntStream.range(0, expected.size())
            .mapToLong(i -> mismatched(expected.get(i), actual.get(i)))
            .sum();
    return new ValidationReport.Stage(
        name,
        file,
        expected.size(),
        samples.origin(),
        mismatched == 0,
        expected.stream().mapToLong(bytes -> bytes.length).sum(),
        mismatched,
        first,
        Optional.empty(),
        Optional.empty(),
        original.accuracy(),
        original.floatAccuracy(),
        original.quantization(),
        original.worstLayer(),
        original.original(),
        original.remarks());
  }

  private List<byte[]> run(Image image, Subject subject, List<byte[]> inputs) {
    List<String> counted = List.of(runFunction(image, subject.network()));
    return firmware.runBare(image, subject.places(), inputs, counted).outputs();
  }

  /**
   * The function that runs a stage: main calls them in order, the linker keeps that of the files.
   */
  static String runFunction(Image image, int stage) {
    return image.functions("upcall_stage_\\w+_run").get(stage);
  }

  /** Bytes that differ. */
  static long mismatched(byte[] expected, byte[] actual) {
    long different = 0;
    for (int i = 0; i < expected.length; i++) {
      different += expected[i] != actual[i] ? 1 : 0;
    }
    return different;
  }
}
