package dev.upcall.cli.books;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.tool.BareRun;
import dev.upcall.compiler.tool.Image;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.file.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Modelled cycles of a ladder's stages, from running their bare image in the emulator once. Kernels
 * take the same time for any input but for a clamp here and there. What was measured is kept under
 * {@code firmware-out/cycles}, by the bytes of the image and the stages.
 */
public final class StageCycles {
  private final Firmware firmware;

  public StageCycles(Firmware firmware) {
    this.firmware = firmware;
  }

  /**
   * Measures.
   *
   * @param request whose board's cycles are modelled
   * @return by stage, cycles beyond those of the stages before it
   * @throws dev.upcall.core.diagnostic.UpcallException where the board cannot be built for or run
   */
  public List<Long> of(CompileRequest request) {
    return of(new Compiler(new BoardCatalogue()).executable(request));
  }

  /** The same for a ladder whose networks are quantised. */
  public List<Long> of(Ladder<? extends ExecutableGraph> ladder) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    Ladder<MemoryPlan> plans = compiler.plan(ladder);
    CompileResult result = compiler.emitBare(plans, BareForm.PLAIN);
    Image image = firmware.build(result.folder());
    try {
      Path kept = Home.path("firmware-out/cycles").resolve(key(image, result.report()));
      if (Files.exists(kept)) {
        return Arrays.stream(Files.readString(kept).strip().split(" ")).map(Long::valueOf).toList();
      }
      List<Long> cycles = run(image, result.report());
      Files.createDirectories(kept.getParent());
      AtomicFile.write(kept, String.join(" ", cycles.stream().map(String::valueOf).toList()));
      return cycles;
    } catch (IOException e) {
      throw new UncheckedIOException("firmware-out/cycles", e);
    }
  }

  private List<Long> run(Image image, ModelReport report) {
    Map<String, Long> cycles = new HashMap<>();
    for (int k = 0; k < report.stages().size(); k++) {
      ModelReport.Stage stage = report.stages().get(k);
      int bytes = stage.input().shape().stream().reduce(1, Math::multiplyExact);
      int outputs = stage.output().shape().stream().reduce(1, Math::multiplyExact);
      BareRun.Places places =
          new BareRun.Places(k, stage.input().arenaOffset(), stage.output().arenaOffset(), outputs);
      String whole = "upcall_stage_" + stage.name() + "_run";
      List<String> functions =
          Stream.concat(
                  // First what returns last: then all parts of it have been counted.
                  Stream.of(whole),
                  report.ladder().stream()
                      .flatMap(List::stream)
                      .filter(function -> function.matches(whole + "_\\d+")))
              .toList();
      BareRun run = firmware.runBare(image, places, List.of(new byte[bytes]), functions);
      run.costs()
          .forEach(
              (function, costs) ->
                  costs.forEach(cost -> cycles.putIfAbsent(function, cost.cycles())));
    }
    return report.ladder().stream()
        .map(runs -> runs.stream().mapToLong(cycles::get).sum())
        .toList();
  }

  /** Ladders of the same networks may have one image, and other stages. */
  private static String key(Image image, ModelReport report) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Files.readAllBytes(image.elf()));
    all.writeBytes(report.ladder().toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Sha256.of(all.toByteArray()), 0, 16);
  }
}
