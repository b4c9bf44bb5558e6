package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.emit.FirmwareEmitter;
import dev.upcall.compiler.emit.FirmwareSpec;
import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.emit.FirmwareSpec.Rung;
import dev.upcall.compiler.emit.FitCheck;
import dev.upcall.compiler.emit.ProjectFolder;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.compiler.emit.TestVectors;
import dev.upcall.compiler.export.ExportTarget;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.kernel.Objective;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.QuantizedEnds;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.StatedQuantizer;
import dev.upcall.compiler.range.RemoveConstantChannels;
import dev.upcall.compiler.report.MemoryText;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.json.JsonWriter;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * From a project folder or a model file to a firmware project. Each step is public, so that a
 * command may stop after any of them. What is wrong with the user's files is an {@link
 * dev.upcall.core.diagnostic.UpcallException} with all errors of a step; nothing is written then.
 */
public final class Compiler {
  private final LadderLoader loader;
  private final Renderer renderer = new Renderer();

  public Compiler(BoardCatalogue boards) {
    this.loader = new LadderLoader(boards);
  }

  /** All steps. */
  public CompileResult compile(CompileRequest request) {
    return emit(plan(executable(request)));
  }

  /** The networks in the numbers that the request wants, ready for kernels to be chosen. */
  public Ladder<ExecutableGraph> executable(CompileRequest request) {
    if (!request.precision().isFloat()) {
      return int8(request).map(Member::model);
    }
    Ladder<Network> ladder = loader.read(request);
    return ladder.project().isPresent() ? members(ladder) : float32(request).map(Member::model);
  }

  /**
   * Bare networks of real numbers, to be computed in floats: with all their outputs, softmax
   * included.
   */
  public Ladder<FloatGraph> float32(CompileRequest request) {
    Ladder<Graph> ladder = loader.load(request);
    FloatStages.require(ladder);
    return legalise(ladder, member -> passes(member).whole())
        .map(member -> new FloatGraph(member.model()));
  }

  /** A project's networks in floats between int8 samples and logits. */
  private static Ladder<ExecutableGraph> members(Ladder<Network> ladder) {
    FloatStages.require(ladder);
    return QuantizedStages.of(
        StatedStages.quantize(ladder),
        reals -> {
          Calibration calibration = Calibration.of(reals);
          RangeRule rule = ladder.request().quantization().calibrator();
          return legalise(reals, Compiler::passes)
              .with(calibration)
              .map(
                  stage ->
                      QuantizedEnds.around(
                          stage.model(), calibration.input(), calibration.reals(), rule));
        },
        (stage, model) -> {
          dump(ladder, stage, model);
          return model;
        });
  }

  /**
   * The networks in integers: quantised here, or as they were quantised elsewhere; as far as the
   * device computes them.
   */
  public Ladder<QuantGraph> int8(CompileRequest request) {
    FloatStages.refuse(request);
    Ladder<Network> ladder = loader.read(request);
    requireOurs(ladder);
    return Handovers.cut(
        QuantizedStages.of(
            StatedStages.quantize(ladder),
            reals -> quantize(legalise(reals)),
            (index, model) -> {
              dump(ladder, index, model);
              return model;
            }));
  }

  /** The text of a network whose numbers its file says. */
  private static void dump(Ladder<Network> ladder, int index, QuantGraph model) {
    Member<Network> stage = ladder.members().get(index);
    String pass = stage.model().stated().isPresent() ? "99-quantized" : "00-import";
    new IrDump(ladder.request())
        .write(index, stage.name(), pass, GraphPrinter.print(model.graph()));
  }

  /** Budgets and gates are of networks that are quantised here. */
  private static void requireOurs(Ladder<Network> ladder) {
    QuantOptions options = ladder.request().quantization();
    boolean asked = options.mixed().isPresent() || options.gate().isPresent();
    if (asked && ladder.members().stream().allMatch(s -> s.model().reals().isEmpty())) {
      throw Diagnostic.of(CompilerCode.NO_LABELS, ladder.name())
          .found("networks that were quantised elsewhere")
          .need("one of floats")
          .fix("leave --accuracy-drop and budgets away, or give the float model")
          .toException();
    }
  }

  /**
   * The network of one stage whose ranges samples have to choose, all or some of them, in the form
   * that is quantised.
   */
  public Optional<Graph> floats(CompileRequest request, int stage) {
    Member<Network> read = loader.read(request).members().get(stage);
    return read.model()
        .reals()
        .map(passes(read)::run)
        .or(() -> read.model().stated().filter(graph -> !StatedQuantizer.isComplete(graph)));
  }

  /** The network of real numbers that one stage's integers were made from, here or elsewhere. */
  public Optional<Graph> original(CompileRequest request, int stage) {
    return floats(request, stage)
        .or(() -> loader.read(request).members().get(stage).model().stated());
  }

  /** TFLite has images channels-last; an ONNX file's are turned. */
  private static Passes passes(Member<?> member) {
    boolean channelsLast = member.source().file().toLowerCase(Locale.ROOT).endsWith(".tflite");
    return (channelsLast ? Passes.channelsLast() : Passes.standard()).keeping(member.outputs());
  }

  /** Reads manifest, board and models of floats. */
  public Ladder<Graph> load(CompileRequest request) {
    return loader.load(request);
  }

  /** Brings the networks into the form that can be quantised. */
  public Ladder<Graph> legalise(Ladder<Graph> ladder) {
    return legalise(ladder, Compiler::passes);
  }

  private static Ladder<Graph> legalise(Ladder<Graph> ladder, Function<Member<?>, Passes> passes) {
    IrDump dump = new IrDump(ladder.request());
    Ladder<Graph> legal =
        ladder.map(
            stage ->
                passes
                    .apply(stage)
                    .run(
                        stage.model(),
                        (pass, text) ->
                            dump.write(ladder.members().indexOf(stage), stage.name(), pass, text)));
    StageCheck.require(legal);
    return legal;
  }

  /**
   * Quantises the networks by the project's calibration data.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException also where a budget cannot be met or a gate
   *     not be passed: UP2320 to UP2322
   */
  public Ladder<QuantGraph> quantize(Ladder<Graph> ladder) {
    Calibration calibration = Calibration.of(ladder);
    QuantOptions options = ladder.request().quantization();
    Optional<Dataset> select =
        options.mixed().isPresent() || options.gate().isPresent()
            ? ladder.project().map(Calibration::select)
            : Optional.empty();
    IrDump dump = new IrDump(ladder.request());
    return ladder
        .with(calibration)
        .map(
            stage -> {
              Optional<LabelledSamples> labelled =
                  select.map(
                      samples ->
                          new LabelledSamples(
                              samples, ladder.exits(ladder.members().indexOf(stage))));
              QuantOptions chosen =
                  options
                      .mixed()
                      .map(budget -> choose(ladder, stage, calibration, budget, labelled))
                      .orElse(options);
              Graph floats = QuantForm.of(stage.model(), chosen);
              QuantGraph model =
                  Quantizer.quantize(floats, calibration.input(), calibration.reals(), chosen);
              if (options.gate().isPresent()) {
                new AccuracyGate(options.gate().getAsDouble(), labelled)
                    .require(stage.name(), floats, model);
              }
              dump.write(
                  ladder.members().indexOf(stage),
                  stage.name(),
                  "99-quantized",
                  GraphPrinter.print(model.graph()));
              return model;
            });
  }

  private QuantOptions choose(
      Ladder<Graph> ladder,
      Member<Graph> stage,
      Calibration calibration,
      MixedBudget budget,
      Optional<LabelledSamples> select) {
    NumberChoice.Memory memory =
        model ->
            plan(ladder.withMembers(List.of(stage.with(model))))
                .members()
                .get(0)
                .model()
                .peakBytes();
    return new NumberChoice(
            stage.model(), calibration, ladder.request().quantization(), budget, select, memory)
        .choose();
  }

  /** Chooses kernels and places the activations. */
  public Ladder<MemoryPlan> plan(Ladder<? extends ExecutableGraph> ladder) {
    return ladder.request().objective() == Objective.SPEED
        ? SpeedPlans.of(heavy -> plan(ladder, heavy), StagePlans.kept(ladder))
        : plan(ladder, 0);
  }

  private static Ladder<MemoryPlan> plan(Ladder<? extends ExecutableGraph> ladder, int heavy) {
    KernelSelector integers =
        KernelSelector.of(ladder.board().cpu(), ladder.request().objective(), heavy);
    StagePlans plans = StagePlans.of(ladder);
    boolean cut = ladder.payload().featureMap().isPresent();
    return ladder.map(
        stage -> {
          KernelSelector selector =
              stage.model() instanceof FloatGraph ? KernelSelector.floats() : integers;
          ExecutableGraph model = stage.model();
          // What was cut has neither, and values that the host knows by their place in it.
          boolean whole = ladder.request().keepConstantChannels() || cut;
          if (model instanceof QuantGraph integer && !whole) {
            model = RemoveConstantChannels.from(integer);
          }
          if (stage.exits().size() > 1 && !cut) {
            model = model.with(ExitOrder.sort(model.graph()));
          }
          return plans.plan(stage, model, selector);
        });
  }

  /** What the networks take, whether the board has it or not; writes nothing. */
  public ModelReport report(Ladder<MemoryPlan> ladder) {
    return ModelReport.of(firmware(ladder, ""));
  }

  /** Writes the project, or nothing. */
  public CompileResult emit(Ladder<MemoryPlan> ladder) {
    FirmwareSpec firmware = firmware(ladder, "");
    FitCheck.require(firmware, ladder.board());
    SortedMap<String, String> texts = new FirmwareEmitter(renderer).emit(firmware);
    texts.putAll(
        ProjectFiles.of(
            ladder.board(), firmware.project(), texts.keySet(), optimization(ladder), renderer));
    return write(ladder, firmware, texts, ladder.board().id());
  }

  /** Writes the project as part of what users build elsewhere, or nothing; needs no port. */
  public CompileResult export(CompileRequest request, ExportTarget target) {
    Ladder<MemoryPlan> ladder = plan(executable(request));
    FirmwareSpec firmware = firmware(ladder, " --target " + target.word());
    FitCheck.require(firmware, ladder.board());
    SortedMap<String, String> texts =
        target.files(
            firmware.project(),
            ToolVersion.read(),
            ladder.board(),
            new FirmwareEmitter(renderer).emit(firmware),
            renderer);
    return write(ladder, firmware, texts, ladder.board().id() + "-" + target.word());
  }

  /** Writes the networks with start-up and a main function that runs them, or nothing. */
  public CompileResult emitBare(Ladder<MemoryPlan> ladder, BareForm form) {
    FirmwareSpec firmware = firmware(ladder, " --bare");
    FitCheck.require(firmware, ladder.board());
    SortedMap<String, String> texts =
        new FirmwareEmitter(renderer).emitBare(firmware, ladder.board().isHost(), form);
    texts.putAll(
        ProjectFiles.bare(
            ladder.board(), firmware.project(), texts.keySet(), optimization(ladder), renderer));
    return write(ladder, firmware, texts, ladder.board().id() + form.suffix());
  }

  private static String optimization(Ladder<?> ladder) {
    return ladder.request().objective() == Objective.SIZE ? ProjectFiles.SMALL : ProjectFiles.FAST;
  }

  private static CompileResult write(
      Ladder<MemoryPlan> ladder,
      FirmwareSpec firmware,
      SortedMap<String, String> texts,
      String name) {
    ModelReport report = ModelReport.of(firmware);
    texts.put("model-report.json", new JsonWriter().write(report));
    texts.put("memory.txt", MemoryText.of(firmware));
    SortedMap<String, byte[]> files = new TreeMap<>();
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    ladder
        .calibration()
        .ifPresent(samples -> files.putAll(TestVectors.of(firmware, samples.samples())));
    Path folder = ladder.request().output().resolve(firmware.project()).resolve(name);
    ProjectFolder.write(folder, files);
    return new CompileResult(folder, ladder.board(), report);
  }

  private static FirmwareSpec firmware(Ladder<MemoryPlan> ladder, String options) {
    List<Rung> rungs = Rungs.of(ladder);
    Optional<FirmwareSpec.Gate> gate =
        ladder.project().flatMap(project -> new Policies(project).gate());
    return new FirmwareSpec(
        ToolVersion.read(),
        ladder.name(),
        ladder.board().id(),
        ladder.request().command(ladder.board().id()) + options,
        ladder.project().map(project -> new Preprocessor(project.manifest().input())),
        signature(ladder),
        Stream.concat(
                gate.map(FirmwareSpec.Gate::policy).stream(),
                rungs.stream().flatMap(rung -> rung.policy().stream()))
            .anyMatch(CPolicy::asks),
        ladder.project().map(project -> project.manifest().host().deadlineMs()).orElse(0),
        gate,
        ladder.members().stream()
            .map(member -> new Net(member.name(), member.source(), member.model()))
            .toList(),
        rungs,
        ladder.payload());
  }

  /** What firmware of this ladder tells a host that it runs. */
  public static byte[] signature(Ladder<MemoryPlan> ladder) {
    Optional<Project> project = ladder.project();
    return project.isPresent()
        ? Signature.of(project.get())
        : HexFormat.of().parseHex(ladder.members().get(0).source().sha256());
  }
}
