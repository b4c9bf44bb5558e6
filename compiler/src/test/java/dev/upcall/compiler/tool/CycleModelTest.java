package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modelled cycles of code that can be added up by hand: tool/cycles/main.c has the summands. */
@TestInstance(Lifecycle.PER_CLASS)
class CycleModelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @CsvSource({"mps2-an386, 13", "mps2-an385, 17"})
  void addsUp(String id, long multiplyCycles) throws IOException {
    Board board = catalogue.load(id);
    for (String tool : List.of("cmake", "ninja", "gcc", board.toolchain().compiler())) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    assumeTrue(runner.find("qemu-system-arm").isPresent(), "qemu-system-arm is not installed");
    String main = ProbeProject.resource("tool/cycles/main.c");
    Path project = ProbeProject.write(board, folder.resolve(id), main);
    Image image = new Toolchain(runner, catalogue).build(project);
    List<String> functions =
        List.of("cycles_loads", "cycles_stack", "cycles_multiply", "cycles_branch");
    try (InstructionCounter counter = InstructionCounter.of(runner, functions);
        Emulation emulation =
            new Emulator(runner).start(image, RunOptions.defaults().withCounter(counter))) {
      counter.awaitCalls("cycles_branch", 1, emulation, LIMIT);
      assertEquals(List.of(new Cost(8, 15)), counter.counted("cycles_loads"));
      assertEquals(List.of(new Cost(5, 21)), counter.counted("cycles_stack"));
      assertEquals(List.of(new Cost(5, multiplyCycles)), counter.counted("cycles_multiply"));
      assertEquals(List.of(new Cost(8, 14)), counter.counted("cycles_branch"));
    }
  }
}
