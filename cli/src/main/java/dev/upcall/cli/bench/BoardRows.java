package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.BoardRun;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.gateway.FeedSummary;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ImageSizes;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.host.inject.Injected;
import java.nio.file.Path;
import java.util.List;

/** What a project's firmware takes on one board, and how fast its upcalls are answered there. */
final class BoardRows {
  /** The first stage's model alone, int8 in place to int8 in place. */
  private final String modelFunction;

  /** Copying the input in, the model and the decision. */
  private static final String LADDER = "upcall_ladder_run";

  /** A quarter of the time after which an unanswered upcall is sent again: none should be. */
  private static final double ROUND_TRIP_MS = 250;

  private final Firmware firmware;
  private final Project project;
  private final String board;
  private final Console console;

  BoardRows(Firmware firmware, Project project, String board, Console console) {
    this.firmware = firmware;
    this.project = project;
    this.board = board;
    this.console = console;
    modelFunction = "upcall_stage_" + project.manifest().stages().get(0).run().get(0) + "_run";
  }

  /** Adds this board's rows, or says why there are none. */
  void measure(List<BenchRow> rows, List<String> skipped) throws InterruptedException {
    String name = board + "." + project.manifest().name();
    try {
      console.step("%s: building", board);
      Path folder =
          new Compiler(new BoardCatalogue())
              .compile(CompileRequest.of(project.folder(), board, Home.path("firmware-out")))
              .folder();
      Image image = firmware.build(folder);
      Board target = image.board();
      if (!target.isHost()) {
        addSizes(name, image.sizes(), target, rows);
      }
      run(name, folder, image.board(), rows);
    } catch (UpcallException e) {
      skipped.add(board + ": " + e.diagnostics().get(0).title());
    }
  }

  private static void addSizes(String name, ImageSizes sizes, Board target, List<BenchRow> rows) {
    rows.add(
        BenchRow.lower(name + ".flashBytes", sizes.flashBytes(), "B", 1)
            .target(target.memory().flash().bytes()));
    rows.add(BenchRow.lower(name + ".codeBytes", sizes.codeBytes(), "B", 1));
    rows.add(BenchRow.lower(name + ".weightBytes", sizes.weightBytes(), "B", 1));
    rows.add(
        BenchRow.lower(name + ".ramBytes", sizes.ramBytes(), "B", 1)
            .target(target.memory().dataBytes()));
  }

  private void run(String name, Path folder, Board target, List<BenchRow> rows)
      throws InterruptedException {
    Dataset test = ProjectData.load(project).of(Split.TEST);
    List<byte[]> samples = test.raw();
    boolean emulated = target.emulator().isPresent();
    try (InstructionCounter counter = firmware.counter(List.of(modelFunction, LADDER));
        BoardRun run = new BoardRun(firmware, folder, project, options(emulated, counter))) {
      List<Injected> results =
          run.inject(samples, done -> console.progress(board, done, samples.size()));
      if (emulated) {
        rows.add(calls(name + ".instructions", counter, modelFunction));
        rows.add(calls(name + ".ladderInstructions", counter, LADDER));
        if (InstructionCounter.modelsCycles(target)) {
          rows.add(cycles(name + ".cycles", counter, modelFunction));
        }
      }
      if (run.emulation().stackBytes().isPresent()) {
        rows.add(
            BenchRow.lower(name + ".stackBytes", run.emulation().stackBytes().getAsInt(), "B", 1)
                .target(target.memory().stackBytes()));
      }
      FeedSummary summary = FeedSummary.of(test, results);
      String trip = board.equals("mps2-an386") ? project.manifest().name() : name;
      int upcalls = summary.answered() + summary.degraded();
      if (upcalls > 0) {
        rows.add(
            BenchRow.lower(trip + ".roundTrip.p50Ms", summary.p50Ms(), "ms", upcalls)
                .target(ROUND_TRIP_MS));
        rows.add(BenchRow.lower(trip + ".roundTrip.p99Ms", summary.p99Ms(), "ms", upcalls));
        rows.add(BenchRow.lower(name + ".upcallBytes", summary.upcallBytes(), "B", upcalls));
      }
      rows.add(
          BenchRow.lower(name + ".degraded", summary.degraded(), "samples", upcalls).target(0));
    }
  }

  private static RunOptions options(boolean emulated, InstructionCounter counter) {
    return emulated ? RunOptions.defaults().withCounter(counter) : RunOptions.defaults();
  }

  private static BenchRow cycles(String name, InstructionCounter counter, String function) {
    List<Cost> calls = counter.counted(function);
    double mean = calls.stream().mapToLong(Cost::cycles).average().orElseThrow();
    return BenchRow.lower(name, mean, "cycles", calls.size());
  }

  private static BenchRow calls(String name, InstructionCounter counter, String function) {
    List<Long> calls = counter.calls(function);
    double mean = calls.stream().mapToLong(Long::longValue).average().orElseThrow();
    return BenchRow.lower(name, mean, "instructions", calls.size());
  }
}
