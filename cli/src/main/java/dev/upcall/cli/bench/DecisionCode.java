package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.BoardRun;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ImageSizes;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a decision takes on boards: the logistic regression among ten classes of the digits' ladder,
 * while it runs.
 */
final class DecisionCode {
  private static final String DECIDE = "upcall_policy_0_decide";

  /** Board and instructions that are allowed; NaN for no bound. */
  private record Place(String board, double instructions) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("mps2-an386", 400), new Place("microbit", 1500), new Place("riscv-virt", 1500));

  private static final int CODE_BYTES = 2500;
  private static final int RAM_BYTES = 64;
  private static final int SAMPLES = 40;

  private final Firmware firmware;
  private final Console console;

  DecisionCode(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  void measure(List<BenchRow> rows, List<String> skipped) throws InterruptedException {
    Project project = ProjectLoader.load(Home.path("examples/digits"));
    for (Place place : PLACES) {
      try {
        console.step("%s: the decision's code", place.board());
        measure(project, place, rows);
      } catch (UpcallException e) {
        skipped.add(place.board() + ".decision: " + e.diagnostics().get(0).title());
      }
    }
  }

  private void measure(Project project, Place place, List<BenchRow> rows)
      throws InterruptedException {
    Path folder =
        new Compiler(new BoardCatalogue())
            .compile(CompileRequest.of(project.folder(), place.board(), Home.path("firmware-out")))
            .folder();
    Image image = firmware.build(folder);
    String name = place.board() + ".decision";
    List<byte[]> samples = ProjectData.load(project).of(Split.TEST).first(SAMPLES).raw();
    try (InstructionCounter counter = firmware.counter(List.of(DECIDE));
        BoardRun run =
            new BoardRun(firmware, folder, project, RunOptions.defaults().withCounter(counter))) {
      run.inject(samples, done -> {});
      List<Long> calls = counter.calls(DECIDE);
      double mean = calls.stream().mapToLong(Long::longValue).average().orElseThrow();
      rows.add(
          BenchRow.lower(name + ".instructions", mean, "instructions", calls.size())
              .target(place.instructions()));
    }
    ImageSizes sizes = decision(folder, image.board());
    String note = "all of decision/, before the linker drops what nothing calls";
    rows.add(
        BenchRow.lower(name + ".codeBytes", sizes.codeBytes(), "B", 1)
            .target(CODE_BYTES)
            .note(note));
    rows.add(
        BenchRow.lower(name + ".ramBytes", sizes.ramBytes(), "B", 1).target(RAM_BYTES).note(note));
  }

  /** Of the object files of the policy and what it calls. */
  private static ImageSizes decision(Path folder, Board board) {
    Path objects = folder.resolve("build/CMakeFiles/firmware.dir/decision");
    try (Stream<Path> files = Files.list(objects)) {
      return files
          .map(object -> Image.read(object, board).sizes())
          .reduce(
              new ImageSizes(0, 0, 0),
              (a, b) ->
                  new ImageSizes(a.codeBytes() + b.flashBytes(), 0, a.ramBytes() + b.ramBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(objects.toString(), e);
    }
  }
}
