package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What our quantisation costs networks with data: points of accuracy on test samples that neither
 * training nor quantisation has seen, floats against the emitted C on this machine, paired. Ranges
 * and rounding come from the calibrate split alone.
 */
final class QuantRows {
  private static final int MAX_TEST = 10_000;
  private static final int MAX_CALIBRATION = 512;
  private static final double TARGET_8 = 0.5;
  private static final double TARGET_4 = 1.5;

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final Firmware firmware;
  private final Console console;
  private final List<BenchRow> rows;
  private final List<String> skipped;

  QuantRows(Firmware firmware, Console console, List<BenchRow> rows, List<String> skipped) {
    this.firmware = firmware;
    this.console = console;
    this.rows = rows;
    this.skipped = skipped;
  }

  /** Networks and samples of one project. */
  private record Bench(
      String data, Preprocessor preprocessor, List<float[]> calibration, Dataset test) {
    List<byte[]> inputs() {
      return test.raw().stream().map(preprocessor::quantize).toList();
    }
  }

  /** Whether each test sample is right, as floats. */
  private record Floats(Graph graph, boolean[] right) {}

  /** The members of the examples. */
  void addExamples() throws IOException {
    QuantProjects.nameData();
    add("fashion-mnist", Home.path("examples/fashion"));
    add("cifar10", Home.path("examples/cifar10"));
  }

  /** Networks that others trained. */
  void addShared() throws IOException {
    QuantProjects.nameData();
    for (Path project : QuantProjects.ofSharedModels(skipped)) {
      add("cifar10", project);
    }
  }

  private void add(String data, Path folder) {
    try {
      Project project = ProjectLoader.load(folder);
      Optional<Bench> bench = Optional.empty();
      for (String member : project.manifest().members().keySet()) {
        Path model = project.resolve(project.manifest().members().get(member).model());
        if (!model.toFile().isFile()) {
          skipped.add(data + "." + member + ": no file " + model);
          continue;
        }
        bench = Optional.of(bench.orElseGet(() -> bench(data, project)));
        measure(bench.get(), member, model);
      }
    } catch (UpcallException e) {
      skipped.add(data + " of " + folder.getFileName() + ": " + why(e));
    }
  }

  private static Bench bench(String data, Project project) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    ProjectData all = ProjectData.load(project);
    List<float[]> calibration =
        all.of(Split.CALIBRATE).first(MAX_CALIBRATION).raw().stream()
            .map(raw -> preprocessor.dequantize(preprocessor.quantize(raw)))
            .toList();
    return new Bench(data, preprocessor, calibration, all.of(Split.TEST).first(MAX_TEST));
  }

  private void measure(Bench bench, String member, Path model) {
    String name = bench.data() + "." + member;
    try {
      console.step("%s: floats on %d samples", name, bench.test().size());
      Graph graph =
          compiler.floats(CompileRequest.of(model, "posix", Path.of("")), 0).orElseThrow();
      Floats floats = new Floats(graph, right(graph, bench));
      rows.add(
          BenchRow.higher(
              name + ".floatAccuracy", 100 * share(floats.right()), "%", bench.test().size()));
      vendor(bench, floats, model)
          .ifPresent(theirs -> rows.add(row(name + ".vendorInt8LossPoints", theirs)));
      rows.add(
          row(name + ".int8LossPoints", loss(bench, floats, WeightBits.INT8)).target(TARGET_8));
      rows.add(
          row(name + ".int4LossPoints", loss(bench, floats, WeightBits.INT4)).target(TARGET_4));
    } catch (UpcallException e) {
      skipped.add(name + ": " + why(e));
    }
  }

  /** What the maker's own int8 file loses against its floats. */
  private Optional<PairedLoss> vendor(Bench bench, Floats floats, Path model) {
    return QuantProjects.vendor(model)
        .map(
            file -> {
              CompileRequest request = CompileRequest.of(file, "posix", Path.of(""));
              QuantGraph theirs = compiler.int8(request).stages().get(0).model();
              return loss(bench, floats, theirs);
            });
  }

  private PairedLoss loss(Bench bench, Floats floats, WeightBits bits) {
    QParams input = bench.preprocessor().qparams();
    QuantOptions options = QuantOptions.STANDARD.withWeights(bits);
    return loss(
        bench, floats, Quantizer.quantize(floats.graph(), input, bench.calibration(), options));
  }

  private PairedLoss loss(Bench bench, Floats floats, QuantGraph model) {
    int[] labels = bench.test().labels();
    int[] classes = HostNetwork.build(firmware, "network", model).classes(bench.inputs());
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = classes[i] == labels[i];
    }
    return PairedLoss.of(floats.right(), right);
  }

  /** Floats, of the inputs that the device has too. */
  private static boolean[] right(Graph graph, Bench bench) {
    FloatInterpreter interpreter = new FloatInterpreter(graph);
    List<byte[]> inputs = bench.inputs();
    int[] labels = bench.test().labels();
    boolean[] right = new boolean[labels.length];
    IntStream.range(0, right.length)
        .parallel()
        .forEach(
            i -> {
              float[] input = bench.preprocessor().dequantize(inputs.get(i));
              right[i] = Argmax.of(interpreter.run(input)) == labels[i];
            });
    return right;
  }

  private static BenchRow row(String name, PairedLoss loss) {
    return BenchRow.lower(name, loss.points(), "points", loss.n()).within(loss.low(), loss.high());
  }

  private static double share(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length;
  }

  private static String why(UpcallException e) {
    return e.diagnostics().get(0).code().id() + " " + e.diagnostics().get(0).title();
  }
}
