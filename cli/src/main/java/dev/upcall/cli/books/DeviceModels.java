package dev.upcall.cli.books;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.kernel.Macs;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Members of a project as they would be alone on its device: quantised on the calibrate split,
 * compiled, run natively over splits, their cycles counted in the emulator. Scores are kept under
 * {@code firmware-out/scores}.
 */
public final class DeviceModels {
  /** The board whose cycles count, as in the profiles that come with Upcall. */
  private static final String BOARD = "mps2-an386";

  private static final int MAX_CALIBRATION = 512;

  /** From so many multiply-accumulates on, fewer samples are calibrated with. */
  private static final long LARGE_MACS = 30_000_000;

  private static final int LARGE_CALIBRATION = 128;

  private final Firmware firmware;
  private final Project project;
  private final ProjectData data;
  private final Preprocessor preprocessor;
  private final Path output;

  public DeviceModels(Firmware firmware, Project project, ProjectData data) {
    this.firmware = firmware;
    this.project = project;
    this.data = data;
    preprocessor = new Preprocessor(project.manifest().input());
    output = Home.path("firmware-out/books").resolve(project.manifest().name());
  }

  /**
   * One of them; empty for a member that was quantised elsewhere, or is several networks in one.
   *
   * @param splits to score
   */
  public Optional<DeviceModel> of(String member, Collection<Split> splits) {
    Path file = project.resolve(project.manifest().members().get(member).model());
    Compiler compiler = new Compiler(new BoardCatalogue());
    return compiler
        .floats(CompileRequest.of(file, "posix", Path.of("")), 0)
        .filter(graph -> graph.outputs().size() == 1)
        .map(graph -> measured(member, quantize(graph), splits));
  }

  private QuantGraph quantize(Graph graph) {
    long macs = graph.ops().stream().mapToLong(Macs::of).sum();
    int count = macs < LARGE_MACS ? MAX_CALIBRATION : LARGE_CALIBRATION;
    List<float[]> calibration =
        data.of(Split.CALIBRATE).first(count).raw().stream()
            .map(raw -> preprocessor.dequantize(preprocessor.quantize(raw)))
            .toList();
    return Quantizer.quantize(graph, preprocessor.qparams(), calibration, QuantOptions.STANDARD);
  }

  private DeviceModel measured(String member, QuantGraph model, Collection<Split> splits) {
    NativeNetwork network = NativeNetwork.build(firmware, member, model, output);
    Map<Split, LabelledScores> scores = new EnumMap<>(Split.class);
    for (Split split : splits) {
      List<byte[]> inputs = data.of(split).raw().stream().map(preprocessor::quantize).toList();
      List<Scores> kept = new ScoreCache(network).of(inputs);
      scores.put(split, new LabelledScores(kept, data.of(split).labels()));
    }
    long cycles =
        new StageCycles(firmware).of(NativeNetwork.ladder(member, model, BOARD, output)).get(0);
    return new DeviceModel(member, cycles, scores);
  }
}
