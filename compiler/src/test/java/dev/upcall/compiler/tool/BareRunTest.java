package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The digits example as a bare image: the same outputs, nothing but the network, counted exactly.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BareRunTest {
  private static final String RUN = "upcall_stage_small_run";
  private static final int INPUT_BYTES = 64;
  private static final int OUTPUT_BYTES = 10;
  private static final int INPUTS = 5;

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Compiler compiler = new Compiler(catalogue);

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mps2-an386",
        "mps2-an385",
        "mps2-an500",
        "mps2-an505",
        "riscv-virt",
        "riscv-virt-zb",
        "atmega328p",
        "atmega2560",
        "posix"
      })
  void runsTheNetworkAlone(String id) throws IOException {
    Board board = needsTools(id);
    CompileResult result = compiler.emitBare(plan(id), BareForm.PLAIN);
    Image image = new Toolchain(runner, catalogue).build(result.folder());
    assertTrue(image.address("upcall_submit").isEmpty(), "no wire");
    assertTrue(image.address("upcall_board_init").isEmpty(), "no port");

    BareRun run = run(image, result, List.of(RUN));
    List<byte[]> outputs = vectors(result.folder(), "outputs.bin", OUTPUT_BYTES);
    for (int i = 0; i < INPUTS; i++) {
      assertArrayEquals(outputs.get(i), run.outputs().get(i), id + ", input " + i);
    }
    if (board.isHost()) {
      assertTrue(run.costs().isEmpty());
      return;
    }
    List<Cost> costs = run.costs().get(RUN);
    assertEquals(INPUTS, costs.size());
    assertTrue(costs.get(0).instructions() > result.report().macs(), costs.toString());
    boolean modelled = InstructionCounter.modelsCycles(board);
    assertEquals(modelled, costs.get(0).cycles() > costs.get(0).instructions(), costs.toString());
    int stack = run.stackBytes().orElseThrow();
    assertTrue(stack > 32 && stack < board.memory().stackBytes(), stack + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mps2-an386"})
  void countsEveryLayerByItself(String id) throws IOException {
    needsTools(id);
    CompileResult result = compiler.emitBare(plan(id), BareForm.LAYERS_APART);
    Image image = new Toolchain(runner, catalogue).build(result.folder());
    List<String> layers = image.functions("layer_\\d+_\\w+");
    long computed =
        result.report().stages().get(0).layers().stream()
            .filter(layer -> !layer.kernel().equals("view"))
            .count();
    assertEquals(computed, layers.size(), layers.toString());

    List<String> functions = new ArrayList<>(List.of(RUN));
    functions.addAll(layers);
    BareRun run = run(image, result, functions);
    long all = run.costs().get(RUN).get(0).instructions();
    long sum = layers.stream().mapToLong(name -> run.costs().get(name).get(0).instructions()).sum();
    long between = all - sum;
    assertTrue(between > 0 && between <= 4L * layers.size(), sum + " of " + all);
    assertFalse(layers.stream().anyMatch(name -> run.costs().get(name).size() != INPUTS));
  }

  private BareRun run(Image image, CompileResult result, List<String> functions)
      throws IOException {
    ModelReport.Stage stage = result.report().stages().get(0);
    List<byte[]> inputs = vectors(result.folder(), "inputs.bin", INPUT_BYTES).subList(0, INPUTS);
    return new BareRunner(runner)
        .run(
            image,
            new Places(0, stage.input().arenaOffset(), stage.output().arenaOffset(), OUTPUT_BYTES),
            inputs,
            functions);
  }

  private Ladder<MemoryPlan> plan(String board) {
    CompileRequest request =
        CompileRequest.of(Path.of("../examples/digits"), board, folder.resolve("out"));
    return compiler.plan(compiler.int8(request));
  }

  private Board needsTools(String id) {
    Board board = catalogue.load(id);
    List<String> tools = new ArrayList<>(List.of("cmake", "ninja", board.toolchain().compiler()));
    board.emulator().ifPresent(emulator -> tools.add(emulator.program()));
    for (String tool : tools) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    return board;
  }

  private static List<byte[]> vectors(Path project, String file, int size) throws IOException {
    byte[] all = Files.readAllBytes(project.resolve("vectors").resolve(file));
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < all.length; from += size) {
      parts.add(Arrays.copyOfRange(all, from, from + size));
    }
    return parts;
  }
}
