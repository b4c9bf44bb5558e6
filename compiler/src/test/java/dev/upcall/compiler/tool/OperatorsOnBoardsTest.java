package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.emit.KernelSources;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.kernel.Objective;
import dev.upcall.compiler.testing.OperatorCases;
import dev.upcall.compiler.testing.RandomOperator;
import dev.upcall.compiler.testing.RandomOperators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kernel gives on every emulated board what the reference gives. Boards without room for a
 * case's operands and constants have a test of their own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OperatorsOnBoardsTest {
  /** Per operator; {@code -Dupcall.boardCases=200} for more, as far as the flash goes. */
  private static final int CASES = Integer.getInteger("upcall.boardCases", 10);

  private static final int RAM_BYTES = 16 * 1024;

  /** Left for the program beside the cases. */
  private static final int PROGRAM_BYTES = 64 * 1024;

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  /** Of boards that run the same instructions, the one that has room for most cases. */
  static Stream<String> emulated() {
    BoardCatalogue catalogue = new BoardCatalogue();
    return catalogue.ids().stream()
        .map(catalogue::load)
        .filter(board -> board.emulator().isPresent())
        .filter(board -> board.memory().ram().bytes() >= RAM_BYTES)
        .collect(
            Collectors.toMap(
                board -> board.toolchain().flags(),
                board -> board,
                BinaryOperator.maxBy(
                    Comparator.comparingLong(board -> board.memory().flash().bytes())),
                LinkedHashMap::new))
        .values()
        .stream()
        .map(Board::id);
  }

  @ParameterizedTest
  @MethodSource("emulated")
  void equalsTheReference(String id) throws IOException {
    Board board = catalogue.load(id);
    String emulator = board.emulator().orElseThrow().program();
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler(), emulator)) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    int count = CASES;
    byte[] cases = record(board, count);
    while (cases.length + PROGRAM_BYTES > board.memory().flash().bytes()) {
      count /= 2;
      cases = record(board, count);
    }
    Image image = new Toolchain(runner, catalogue).build(write(board, cases));
    try (Emulation emulation = new Emulator(runner).start(image, RunOptions.defaults());
        SerialPort serial = new SerialPort(emulation.port())) {
      serial.send('C');
      int run = serial.receiveWord();
      int failed = serial.receiveWord();
      int first = serial.receiveWord();
      int operator = serial.receiveWord();
      assertEquals(count * (RandomOperator.all().size() + 1), run);
      assertEquals(0, failed, "case " + first + ", " + OperatorCases.operator(operator));
    }
  }

  /**
   * All operators as a balanced build has them, and those that are otherwise where speed counts.
   */
  private static byte[] record(Board board, int count) {
    KernelSelector selector = KernelSelector.of(board.cpu(), Objective.BALANCED);
    OperatorCases cases = new OperatorCases();
    for (RandomOperator operator : RandomOperator.all()) {
      cases.add(operator, selector, count, 2);
    }
    KernelSelector fast = KernelSelector.of(board.cpu(), Objective.SPEED);
    return cases.add(RandomOperators.CONV_2D_3X3, fast, count, 3).bytes();
  }

  private static Path write(Board board, byte[] cases) throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.putAll(ProbeProject.portHeaders());
    OperatorCases.sources().forEach((name, text) -> files.put("cases/" + name, text));
    files.put("cases/main.c", ProbeProject.resource("cc/operator_cases_board.c"));
    files.put("cases/data.c", KernelSources.array("operator_cases_data", cases));
    KernelSources.all().forEach((name, text) -> files.put("model/" + name, text));
    files.putAll(ProjectFiles.of(board, "cases", files.keySet(), new Renderer()));
    Path project = folder.resolve(board.id());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return project;
  }
}
