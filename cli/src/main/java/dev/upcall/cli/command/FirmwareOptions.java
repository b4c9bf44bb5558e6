package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.push.PushOptions;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.MemoryRequest;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.Board.Fpu;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.export.ExportTarget;
import dev.upcall.compiler.kernel.Objective;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.ProjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that compile, build and run share: which board, which fold, where to. */
final class FirmwareOptions {
  private static final String DEFAULT_BOARD = "mps2-an386";
  private static final int MAX_FOLDS = 1000;
  private static final Map<String, Precision> PRECISIONS =
      Map.of("int8", Precision.INT8, "float32", Precision.FLOAT32);

  /** Measured on the float keyword spotter of MLPerf Tiny, bare image, gcc 12.2. */
  private static final String SOFT_FLOAT_COST =
      "a multiply-accumulate of floats takes two calls, 71 instructions on a Cortex-M3, 155 on"
          + " RV32IMAC";

  private static final Map<String, Objective> OBJECTIVES =
      Arrays.stream(Objective.values()).collect(Collectors.toMap(Objective::word, o -> o));

  private static final Map<String, Boolean> FEEDS = Map.of("frame", false, "rows", true);

  private FirmwareOptions() {}

  static Options add(Options options) {
    return add(options, DEFAULT_BOARD);
  }

  static Options add(Options options, String defaultBoard) {
    return QuantizationOptions.add(options)
        .addOption(
            option(
                "board",
                "id|file",
                "board to compile for (default "
                    + defaultBoard
                    + "; upcall boards lists them),"
                    + " or your own board.yaml"))
        .addOption(option("out", "folder", "where firmware goes (default firmware-out)"))
        .addOption(option("fold", "k", "cross-fitting fold whose models to use (default 0)"))
        .addOption(
            option(
                "calibration",
                "file",
                "for a bare float model: float32 samples, little endian, back to back, [H,W,C]"))
        .addOption(
            option(
                "precision",
                "type",
                "of networks that are not quantised: int8 (default), or float32 on a board with an"
                    + " FPU"))
        .addOption(flag("soft-float", "with --precision float32: also on a board without an FPU"))
        .addOption(
            option(
                "optimize",
                "objective",
                "what kernels are chosen for: speed (fewest cycles, whatever flash and RAM the"
                    + " board has), balanced (default), size (flash) or ram (a percent of it for a"
                    + " percent of the instructions at most)"))
        .addOption(
            option(
                "ram-budget",
                "bytes",
                "RAM for arena, states and a kept input: where it does not suffice, layers are"
                    + " computed row by row, whatever that costs"))
        .addOption(
            option(
                "feed",
                "unit",
                "how the input comes: frame (default), or rows, as the sensor has them (of one"
                    + " stage)"))
        .addOption(
            flag(
                "keep-constant-channels",
                "compute also what is the same for every input; for comparison"))
        .addOption(
            flag(
                "compress-weights",
                "in flash, layer by layer where that saves some; decoded when a layer runs, which"
                    + " takes RAM and time"))
        .addOption(option("dump-ir", "folder", "write the text IR after every pass"));
  }

  static Options addBare(Options options) {
    return options.addOption(
        flag("bare", "start-up, networks and a main function alone; no wire, no decision"));
  }

  static Options addTarget(Options options) {
    return options.addOption(
        option(
            "target",
            "framework",
            "a library for arduino (its IDE and PlatformIO), a module for zephyr or a component for"
                + " esp-idf instead of a project; for boards without a port too"));
  }

  /** Writes the project that the options ask for. */
  static CompileResult compile(CommandLine line, Console console) {
    CompileRequest request = request(line);
    CompileResult result = write(line, request);
    if (request.precision().isFloat() && result.board().cpu().fpu() == Fpu.NONE) {
      console.step(
          "warning: %s has no FPU: %s; in int8 the same network is 15 to 30 times as fast",
          result.board().id(), SOFT_FLOAT_COST);
    }
    if (!line.hasOption("bare") && !PushOptions.hasKeyFile() && pushes(request)) {
      console.step(
          "warning: parameters may be pushed, but no key is built in: without export"
              + " UPCALL_KEY_FILE=FILE, now and whenever the image is built, the device refuses"
              + " them unless its port has a key");
    }
    return result;
  }

  private static CompileResult write(CommandLine line, CompileRequest request) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    Optional<ExportTarget> target =
        Optional.ofNullable(
            Arguments.choice(
                line,
                "target",
                Arrays.stream(ExportTarget.values())
                    .collect(Collectors.toMap(ExportTarget::word, one -> one)),
                null));
    if (target.isPresent() && line.hasOption("bare")) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .found("--bare and --target")
          .need("one of them: a bare image is none of a framework's")
          .toException();
    }
    if (target.isPresent()) {
      return compiler.export(request, target.get());
    }
    return line.hasOption("bare")
        ? compiler.emitBare(compiler.plan(compiler.executable(request)), BareForm.PLAIN)
        : compiler.compile(request);
  }

  /** Whether some policy has parameters that the host may set. */
  private static boolean pushes(CompileRequest request) {
    return Files.isDirectory(request.model())
        && ProjectLoader.load(request.model()).manifest().stages().stream()
            .flatMap(stage -> stage.policy().stream())
            .anyMatch(policy -> !policy.pushed().isEmpty());
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException if there is nothing for --soft-float to do
   */
  static Precision precision(CommandLine line) {
    Precision precision = Arguments.choice(line, "precision", PRECISIONS, Precision.INT8);
    if (!line.hasOption("soft-float")) {
      return precision;
    }
    if (!precision.isFloat()) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .found("--soft-float without --precision float32")
          .need("both, or neither")
          .toException();
    }
    return Precision.SOFT_FLOAT32;
  }

  static CompileRequest request(CommandLine line) {
    return request(line, DEFAULT_BOARD);
  }

  static CompileRequest request(CommandLine line, String defaultBoard) {
    Path output =
        line.hasOption("out") ? Path.of(line.getOptionValue("out")) : Home.path("firmware-out");
    return new CompileRequest(
        Arguments.onePath(line, "<project|model.onnx|model.tflite>"),
        Arguments.integer(line, "fold", 0, MAX_FOLDS, 0),
        line.getOptionValue("board", defaultBoard),
        output,
        Optional.ofNullable(line.getOptionValue("calibration")).map(Path::of),
        QuantizationOptions.of(line),
        Optional.ofNullable(line.getOptionValue("dump-ir")).map(Path::of),
        line.hasOption("keep-constant-channels"),
        precision(line),
        Arguments.choice(line, "optimize", OBJECTIVES, Objective.BALANCED),
        memory(line));
  }

  private static MemoryRequest memory(CommandLine line) {
    OptionalInt budget =
        line.hasOption("ram-budget")
            ? OptionalInt.of(Arguments.integer(line, "ram-budget", 1, Integer.MAX_VALUE, 0))
            : OptionalInt.empty();
    return new MemoryRequest(
        budget, Arguments.choice(line, "feed", FEEDS, false), line.hasOption("compress-weights"));
  }
}
