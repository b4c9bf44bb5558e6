package dev.upcall.cli.validate;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.cli.validate.ValidationReport.Difference;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.tool.BareRun;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.Image;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.inject.Injected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
   * Validates every stage.
   *
   * @param file samples of a bare model; empty for made-up ones
   * @param limit samples at most
   */
  public ValidationReport validate(CompileRequest request, Optional<Path> file, int limit) {
    Ladder<ExecutableGraph> networks = compiler.executable(request);
    networks.members().forEach(stage -> requireOneInput(stage.name(), stage.model().graph()));
    Ladder<MemoryPlan> plans = compiler.plan(networks);
    console.step("building for %s", plans.board().id());
    Image image = firmware.build(compiler.emitBare(plans, BareForm.PLAIN).folder());
    List<ValidationReport.Stage> stages = new ArrayList<>();
    for (int i = 0; i < plans.members().size(); i++) {
      ExecutableGraph model = networks.members().get(i).model();
      Samples samples = samples(networks, model, file, limit);
      console.step("%s: %d samples", plans.members().get(i).name(), samples.inputs().size());
      stages.add(
          model instanceof FloatGraph floats
              ? floats(request, plans, i, image, floats, samples)
              : stage(
                  request,
                  plans,
                  i,
                  run(image, i, plans.members().get(i).model(), samples.inputs()).outputs(),
                  samples,
                  Optional.of(image)));
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
    List<ValidationReport.Stage> stages = new ArrayList<>();
    for (int i = 0; i < plans.members().size(); i++) {
      int stage = i;
      int[] ended =
          IntStream.range(0, results.size()).filter(s -> results.get(s).stage() == stage).toArray();
      List<byte[]> actual = Arrays.stream(ended).mapToObj(s -> results.get(s).scores()).toList();
      stages.add(stage(request, plans, i, actual, samples.only(ended), Optional.empty()));
    }
    return new ValidationReport(plans.board().id(), stages);
  }

  private static void requireOneInput(String name, Graph graph) {
    if (graph.inputs().size() != 1) {
      throw Diagnostic.of(CliCode.BAD_SAMPLES, name)
          .found("%d inputs", graph.inputs().size())
          .need("one, which samples are given for")
          .toException();
    }
  }

  private ValidationReport.Stage floats(
      CompileRequest request,
      Ladder<MemoryPlan> plans,
      int index,
      Image image,
      FloatGraph model,
      Samples samples) {
    List<byte[]> actual =
        run(image, index, plans.members().get(index).model(), samples.inputs()).outputs();
    FloatValidation floats = new FloatValidation(compiler, firmware, request, plans);
    return floats.of(index, model, samples, actual);
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
   * @param image that can be made to stop behind a layer; empty where the C runs elsewhere
   */
  private ValidationReport.Stage stage(
      CompileRequest request,
      Ladder<MemoryPlan> plans,
      int index,
      List<byte[]> actual,
      Samples samples,
      Optional<Image> image) {
    MemoryPlan plan = plans.members().get(index).model();
    QuantGraph model = plan.program().quantized();
    // One run behind the other, as in the image: a network may have states.
    Interpreter.Session reference = new Interpreter().session(model);
    List<byte[]> expected = samples.inputs().stream().map(reference::output).toList();

    long mismatched = 0;
    Optional<Difference> first = Optional.empty();
    for (int i = 0; i < expected.size(); i++) {
      long here = mismatched(expected.get(i), actual.get(i));
      mismatched += here;
      if (here > 0 && first.isEmpty() && image.isPresent()) {
        Image stopping = firmware.build(compiler.emitBare(plans, BareForm.STOPPING).folder());
        LayerSearch search = new LayerSearch(firmware, stopping);
        first = Optional.of(search.find(plan, index, i, samples.inputs().get(i)));
      }
    }
    OriginalComparison original =
        OriginalComparison.of(compiler, request, index, model, samples, expected);
    return new ValidationReport.Stage(
        plans.members().get(index).name(),
        plans.members().get(index).source().file(),
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

  private BareRun run(Image image, int stage, MemoryPlan plan, List<byte[]> inputs) {
    Graph graph = plan.program().model().graph();
    Places places =
        new Places(
            stage,
            plan.offset(graph.inputs().get(0)),
            plan.offset(graph.outputs().get(0)),
            graph.outputs().get(0).type().bytes());
    return firmware.runBare(image, places, inputs, List.of(runFunction(image, stage)));
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
