package dev.upcall.cli.demo;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.BoardRun;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.gateway.FeedSummary;
import dev.upcall.cli.ladder.DeployedLadder;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.picture.CurvePicture;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.Emulator;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.OperatingPoint;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.host.inject.Injected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Compiles, boots, feeds and sums up one project on one emulated board. */
public final class Demo {
  /** Everything between an int8 input in place and a verdict. */
  private static final String LADDER = "upcall_ladder_run";

  private final Console console;

  public Demo(Console console) {
    this.console = console;
  }

  public DemoResult run(Path folder, String board) throws InterruptedException, IOException {
    long begin = System.nanoTime();
    Emulator.require(new BoardCatalogue().load(board), true);
    Project project = ProjectLoader.load(folder);
    console.step("compiling %s for %s", folder, board);
    Path output =
        new Compiler(new BoardCatalogue())
            .compile(CompileRequest.of(folder, board, Home.path("firmware-out")))
            .folder();
    console.step("building the image");
    try (Firmware firmware = new Firmware();
        Replay replay = new Replay(project)) {
      Image image = firmware.build(output);
      console.step("booting %s and sending it the test split through its serial port", board);
      Dataset test = replay.data().of(Split.TEST);
      Measured measured = measure(firmware, output, project, test);
      DemoResult result =
          new DemoResult(
              board,
              FeedSummary.of(test, measured.results()),
              replay.hostRightCount(Split.TEST, project.manifest().host().members()),
              equalScores(replay, measured.results()),
              measured.instructions(),
              image.sizes(),
              measured.stackBytes(),
              output.resolveSibling("accuracy-vs-upcalls").toString());
      picture(replay, result);
      DemoScreen.print(result, console);
      console.line("  all of it took %.0f s", (System.nanoTime() - begin) / 1e9);
      return result;
    }
  }

  private record Measured(List<Injected> results, double instructions, int stackBytes) {}

  private Measured measure(Firmware firmware, Path output, Project project, Dataset test)
      throws InterruptedException {
    List<byte[]> samples = test.raw();
    try (InstructionCounter counter = firmware.counter(List.of(LADDER));
        BoardRun run =
            new BoardRun(firmware, output, project, RunOptions.defaults().withCounter(counter))) {
      List<Injected> results =
          run.inject(samples, done -> console.progress("samples", done, samples.size()));
      double instructions =
          counter.calls(LADDER).stream().mapToLong(Long::longValue).average().orElseThrow();
      return new Measured(results, instructions, run.emulation().stackBytes().orElse(-1));
    }
  }

  private static int equalScores(Replay replay, List<Injected> results) {
    LabelledScores reference = replay.deviceScores(Split.TEST).get(0);
    int equal = 0;
    for (int i = 0; i < results.size(); i++) {
      byte[] expected = reference.scores().get(i).logits();
      equal += Arrays.equals(expected, results.get(i).scores()) ? 1 : 0;
    }
    return equal;
  }

  /** The curve on the samples just measured; the point is what went over the wire. */
  private static void picture(Replay replay, DemoResult result) throws IOException {
    List<OperatingPoint> points = DeployedLadder.of(replay.project()).curve(replay, Split.TEST);
    new CurvePicture(
            "Digits: accuracy against upcalls (n = " + result.wire().samples() + ")",
            points.stream().map(OperatingPoint::upcallFraction).toList(),
            points.stream().map(OperatingPoint::accuracy).toList(),
            result.hostAccuracy(),
            result.wire().upcallFraction(),
            result.wire().accuracy())
        .write(Path.of(result.picture()));
  }
}
