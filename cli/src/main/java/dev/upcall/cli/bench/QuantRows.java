package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What our quantisation costs networks with data: points of accuracy on test samples that neither
 * training nor quantisation has seen, floats against the emitted C on this machine, paired. Ranges
 * and rounding come from the calibrate split alone.
 */
final class QuantRows {
  private static final int MAX_CALIBRATION = 512;
  private static final int LARGE_CALIBRATION = 256;
  private static final double TARGET_8 = 0.5;
  private static final double TARGET_4 = 1.5;

  /** From so many multiply-accumulates on, fewer samples are calibrated with and tested. */
  private static final long LARGE_MACS = 30_000_000;

  private static final long TEST_MACS = 500_000_000_000L;
  private static final int MAX_TEST = 10_000;
  private static final int TEST_STEP = 2500;

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final Firmware firmware;
  private final Console console;
  private final Map<Path, ProjectData> data = new HashMap<>();

  QuantRows(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  /** A network and its samples. */
  private record Bench(
      Graph graph,
      Preprocessor preprocessor,
      List<float[]> calibration,
      int samples,
      QuantAnswers answers) {}

  /**
   * Rows of one network.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if a file is missing or cannot be quantised
   */
  List<BenchRow> of(QuantNetwork network) {
    QuantProjects.nameData();
    Project project = ProjectLoader.load(network.project());
    Path model = project.resolve(project.manifest().members().get(network.member()).model());
    Bench bench = bench(project, model);
    String name = network.name();
    int n = bench.samples();
    console.step("%s: floats on %d samples", name, n);
    boolean[] floats = bench.answers().floats(bench.graph(), model);
    List<BenchRow> rows = new ArrayList<>();
    rows.add(BenchRow.higher(name + ".floatAccuracy", 100 * share(floats), "%", n));
    Optional<PairedLoss> vendor =
        QuantProjects.vendor(model).map(file -> loss(bench, floats, vendor(file), name));
    vendor.ifPresent(loss -> rows.add(row(name + ".vendorInt8LossPoints", loss)));
    double allowed = vendor.map(PairedLoss::points).orElse(TARGET_8);
    PairedLoss eight = loss(bench, floats, quantize(bench, WeightBits.INT8, name), name);
    rows.add(row(name + ".int8LossPoints", eight).target(allowed));
    PairedLoss four = loss(bench, floats, quantize(bench, WeightBits.INT4, name), name);
    rows.add(row(name + ".int4LossPoints", four).target(TARGET_4));
    return rows;
  }

  private Bench bench(Project project, Path model) {
    Graph graph = compiler.floats(CompileRequest.of(model, "posix", Path.of("")), 0).orElseThrow();
    long macs = graph.ops().stream().mapToLong(Macs::of).sum();
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    ProjectData all = data.computeIfAbsent(project.folder(), f -> ProjectData.load(project));
    int count = macs < LARGE_MACS ? MAX_CALIBRATION : LARGE_CALIBRATION;
    List<float[]> calibration =
        all.of(Split.CALIBRATE).first(count).raw().stream()
            .map(raw -> preprocessor.dequantize(preprocessor.quantize(raw)))
            .toList();
    Dataset test = all.of(Split.TEST).first(tests(macs));
    return new Bench(
        graph,
        preprocessor,
        calibration,
        test.size(),
        new QuantAnswers(firmware, preprocessor, test));
  }

  /** As many samples as a network's size lets be run in minutes. */
  private static int tests(long macs) {
    long steps = Math.max(1, TEST_MACS / macs / TEST_STEP);
    return (int) Math.min(MAX_TEST, steps * TEST_STEP);
  }

  /** What its maker made of a network. */
  private QuantGraph vendor(Path file) {
    return compiler.int8(CompileRequest.of(file, "posix", Path.of(""))).members().get(0).model();
  }

  private QuantGraph quantize(Bench bench, WeightBits bits, String name) {
    console.step("%s: weights of %d bits", name, bits.standard());
    QParams input = bench.preprocessor().qparams();
    QuantOptions options = QuantOptions.STANDARD.withWeights(bits);
    return Quantizer.quantize(bench.graph(), input, bench.calibration(), options);
  }

  private PairedLoss loss(Bench bench, boolean[] floats, QuantGraph model, String name) {
    String folder = name.substring(name.indexOf('.') + 1);
    return PairedLoss.of(floats, bench.answers().integers(folder, model));
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
}
