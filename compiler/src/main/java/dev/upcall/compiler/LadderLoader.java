package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.onnx.OnnxCode;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.StatedQuantizer;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.file.Sha256;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.ManifestLines;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads what a request names: a project's stages, or a bare model as a ladder of one. */
final class LadderLoader {
  private final BoardCatalogue boards;

  LadderLoader(BoardCatalogue boards) {
    this.boards = boards;
  }

  /** The networks as their files have them. */
  Ladder<Network> read(CompileRequest request) {
    Ladder<Network> ladder = isBare(request) ? bare(request) : project(request);
    boolean quantized = ladder.members().stream().allMatch(stage -> isComplete(stage.model()));
    if (quantized && ladder.project().isEmpty() && request.calibration().isPresent()) {
      throw Diagnostic.of(CompilerCode.CALIBRATION)
          .at("%s", request.calibration().get())
          .found("samples for %s, whose ranges are chosen", request.model())
          .need("a float model, or no samples")
          .fix("leave --calibration away")
          .toException();
    }
    return ladder;
  }

  /** Whether no samples are needed to compute a network in integers. */
  private static boolean isComplete(Network network) {
    return network.stated().map(StatedQuantizer::isComplete).orElse(network.reals().isEmpty());
  }

  /** The networks of a request that has none which is quantised already. */
  Ladder<Graph> load(CompileRequest request) {
    return read(request)
        .map(member -> member.model().reals().orElseThrow(() -> quantized(member.source())));
  }

  private static boolean isBare(CompileRequest request) {
    String name = fileName(request);
    boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml");
    return !manifest && Files.isRegularFile(request.model());
  }

  private static String fileName(CompileRequest request) {
    return String.valueOf(request.model().getFileName()).toLowerCase(Locale.ROOT);
  }

  private Ladder<Network> bare(CompileRequest request) {
    Board board = board(request.board());
    // The name becomes a folder and a C string; files may be called anything.
    String plain = fileName(request).replaceFirst("\\.[^.]*$", "").replaceAll("[^a-z0-9_-]+", "_");
    return Ladder.of(
        request,
        board,
        member(request, 0, plain, List.of(Ladder.END), List.of(), request.model(), graph -> {}));
  }

  private Ladder<Network> project(CompileRequest request) {
    Project project = ProjectLoader.load(request.model()).withFold(request.fold());
    String name = project.manifest().name();
    requireFold(project);
    Board board = board(request.board());
    List<StageSpec> specs = project.manifest().stages();
    if (specs.isEmpty()) {
      throw Diagnostic.of(CompilerCode.NO_STAGES, name)
          .at("device.stages of ensemble.yaml")
          .need("at least one stage")
          .fix("add one, such as - {run: small}")
          .toException();
    }
    LadderStages stages = LadderStages.of(specs, project.manifest().classes());
    List<Member<Network>> members = new ArrayList<>();
    for (Map.Entry<String, List<String>> member : stages.exits().entrySet()) {
      String id = member.getKey();
      Path model = project.resolve(project.manifest().members().get(id).model());
      requireTrained(project, id, model);
      List<String> results = Handovers.results(project, request, member.getValue());
      members.add(
          member(
              request,
              members.size(),
              id,
              member.getValue(),
              results,
              model,
              graph -> requireExits(project, id, member.getValue(), graph)));
    }
    return new Ladder<>(
        request, name, board, Optional.of(project), Optional.empty(), members, stages.stages());
  }

  private static void requireFold(Project project) {
    int folds = project.manifest().data().map(data -> data.splits().folds()).orElse(0);
    if (project.fold() > 0 && project.fold() >= folds) {
      throw Diagnostic.of(CompilerCode.FOLD, project.manifest().name(), project.fold())
          .at("data.splits.folds of ensemble.yaml")
          .found("folds: %d", folds)
          .need("--fold 0 to %d", Math.max(0, folds - 1))
          .toException();
    }
  }

  /** A project's missing model is one not trained yet, seldom a wrong path. */
  private static void requireTrained(Project project, String member, Path model) {
    if (!Files.exists(model)) {
      throw Diagnostic.of(OnnxCode.UNREADABLE)
          .at("members.%s of %s", member, project.folder().resolve("ensemble.yaml"))
          .found("no file %s", model)
          .need("the member's ONNX file")
          .fix("./upcall train %s makes it; or put your own model there", project.folder())
          .toException();
    }
  }

  /** An exit is the manifest's word: what is wrong with it has its place there. */
  private static void requireExits(
      Project project, String member, List<String> exits, Graph graph) {
    List<Diagnostic> missing = new ArrayList<>();
    Passes.missing(graph, exits)
        .forEach(
            (exit, diagnostic) ->
                missing.add(diagnostic.at("%s", ManifestLines.exit(project, member, exit))));
    if (!missing.isEmpty()) {
      throw new UpcallException(missing);
    }
  }

  /**
   * @param check of the network as its file has it
   */
  private static Member<Network> member(
      CompileRequest request,
      int index,
      String name,
      List<String> exits,
      List<String> results,
      Path model,
      Consumer<Graph> check) {
    IrDump dump = new IrDump(request);
    List<String> outputs = Stream.concat(exits.stream(), results.stream()).toList();
    Network network =
        network(
            request, outputs, model, check, (pass, text) -> dump.write(index, name, pass, text));
    ModelSource source = new ModelSource(String.valueOf(model.getFileName()), sha256(model));
    return new Member<>(name, source, exits, results, network);
  }

  private static Network network(
      CompileRequest request,
      List<String> outputs,
      Path model,
      Consumer<Graph> check,
      BiConsumer<String, String> dump) {
    String file = String.valueOf(model.getFileName()).toLowerCase(Locale.ROOT);
    if (file.endsWith(".tflite")) {
      Network network = TfliteImporter.read(model);
      check.accept(network.graph());
      return network;
    }
    if (file.endsWith(".onnx")) {
      Graph graph = OnnxImporter.read(model);
      check.accept(graph);
      return request.precision() == Precision.INT8 && Passes.isStated(graph)
          ? new Network.Stated(Passes.stated().keeping(outputs).run(graph, dump))
          : new Network.Reals(graph);
    }
    throw Diagnostic.of(CompilerCode.FORMAT, model.getFileName())
        .at("%s", model)
        .need("an ONNX file (.onnx) or a TFLite file (.tflite)")
        .fix("export the model to ONNX, opset 13 or later, or to TFLite")
        .toException();
  }

  private static UpcallException quantized(ModelSource source) {
    return Diagnostic.of(CompilerCode.QUANTIZED, source.file())
        .at("%s", source.file())
        .found("scales and zero points of its own")
        .need("a model of floats")
        .fix("compile it as it is, or give the float model it was made from")
        .toException();
  }

  private Board board(String idOrFile) {
    return idOrFile.endsWith(".yaml") ? boards.loadFile(Path.of(idOrFile)) : boards.load(idOrFile);
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("read a moment ago: " + file, e);
    }
  }
}
