package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.validate.Samples;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.Image;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Every model in {@code ../shared/models}: whether it imports, whether it compiles to int8, and on
 * each board it fits whether its C gives the integer reference's bytes. Floats are quantised by
 * made-up samples: good for comparing C with Java, not for accuracy.
 */
final class SharedModelRows {
  private static final List<String> BOARDS =
      List.of("posix", "mps2-an386", "mps3-an547", "riscv-virt");

  private static final long LARGE_MACS = 30_000_000;
  private static final long SEED = 7;

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final Firmware firmware;
  private final Console console;
  private final List<BenchRow> rows;
  private final List<String> skipped;

  SharedModelRows(Firmware firmware, Console console, List<BenchRow> rows, List<String> skipped) {
    this.firmware = firmware;
    this.console = console;
    this.rows = rows;
    this.skipped = skipped;
  }

  void add() throws IOException {
    Path folder = GoldenModel.shared("models");
    if (!Files.isDirectory(folder)) {
      skipped.add("imports: no " + folder + " beside the repository");
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(SharedModelRows::isModel).sorted().toList()) {
        console.step("%s: importing", folder.relativize(file));
        add(file);
      }
    }
  }

  private void add(Path file) throws IOException {
    String name = name(file);
    Path calibration = Files.createTempFile("upcall-", ".f32");
    try {
      Optional<Graph> floats;
      try {
        floats = compiler.floats(request(file, "posix", Optional.empty()), 0);
        rows.add(BenchRow.higher(name + ".import", 1, "works", 1).target(1));
      } catch (UpcallException e) {
        rows.add(BenchRow.higher(name + ".import", 0, "works", 1).target(1).note(why(e)));
        return;
      }
      Optional<Path> samples = floats.map(graph -> write(calibration, graph));
      compile(file, name, samples);
    } finally {
      Files.delete(calibration);
    }
  }

  private void compile(Path file, String name, Optional<Path> calibration) {
    Ladder<QuantGraph> quantized;
    try {
      quantized = compiler.int8(request(file, "posix", calibration));
      compiler.plan(quantized);
      rows.add(BenchRow.higher(name + ".compiles", 1, "works", 1).target(1));
    } catch (UpcallException e) {
      rows.add(BenchRow.higher(name + ".compiles", 0, "works", 1).target(1).note(why(e)));
      return;
    }
    QuantGraph model = quantized.members().get(0).model();
    long macs = model.graph().ops().stream().mapToLong(Macs::of).sum();
    List<byte[]> inputs = inputs(model, macs > LARGE_MACS ? 1 : 3);
    // One run behind the other, as in the image: a network may have states.
    Interpreter.Session reference = new Interpreter().session(model);
    List<byte[]> expected = inputs.stream().map(reference::output).toList();
    for (String board : BOARDS) {
      try {
        compare(request(file, board, calibration), name, inputs, expected);
      } catch (UpcallException e) {
        skipped.add(board + "." + name + ": " + why(e));
      }
    }
  }

  private void compare(
      CompileRequest request, String name, List<byte[]> inputs, List<byte[]> expected) {
    Ladder<MemoryPlan> plans = compiler.plan(compiler.int8(request));
    Image image = firmware.build(compiler.emitBare(plans, BareForm.PLAIN).folder());
    MemoryPlan plan = plans.members().get(0).model();
    Graph graph = plan.program().model().graph();
    Places places =
        new Places(
            0,
            plan.offset(graph.inputs().get(0)),
            plan.offset(graph.outputs().get(0)),
            expected.get(0).length);
    List<byte[]> actual =
        firmware
            .runBare(image, places, inputs, List.of(BareMeasurement.runFunction(image)))
            .outputs();
    long different = 0;
    for (int i = 0; i < expected.size(); i++) {
      different += BareMeasurement.different(expected.get(i), actual.get(i));
    }
    rows.add(
        BenchRow.lower(
                request.board() + "." + name + ".mismatchedBytes",
                different,
                "B",
                (long) expected.size() * expected.get(0).length)
            .target(0));
  }

  private static CompileRequest request(Path file, String board, Optional<Path> calibration) {
    return new CompileRequest(
        file,
        0,
        board,
        Home.path("firmware-out").resolve("bench"),
        calibration,
        QuantOptions.STANDARD,
        Optional.empty());
  }

  private static List<byte[]> inputs(QuantGraph model, int count) {
    Random random = new Random(SEED);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] input = new byte[model.graph().inputs().get(0).type().bytes()];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }

  private static Path write(Path file, Graph graph) {
    try {
      Samples.writeMadeUp(file, graph.inputs().get(0).shape().size());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isModel(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".tflite") || name.endsWith(".onnx");
  }

  /** The file's, or its folder's where that says more. */
  private static String name(Path file) {
    String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    return (stem.equals("model") ? String.valueOf(file.getParent().getFileName()) : stem)
        .replace('.', '-');
  }

  private static String why(UpcallException e) {
    Diagnostic first = e.diagnostics().get(0);
    String found = first.found().isEmpty() ? "" : ": " + first.found();
    return first.code().id() + " " + first.title() + found;
  }
}
