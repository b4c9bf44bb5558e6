package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Policies take Java's verdicts on emulated boards too: with an FPU, without one on Cortex-M0, and
 * on RISC-V. The policies Ints and Floats hash the bits of every operation of the subset.
 */
class PoliciesOnBoardsTest {
  private static final Path SOURCES = Path.of("src/test/resources/decision");
  private static final int BATCHES = 10;
  private static final int BATCH = 20;
  private static final int CLASSES = 10;

  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final PolicyTranslator translator = new PolicyTranslator();

  @TempDir Path folder;

  private int state = 1;

  /** A policy and its parameters. */
  private record Deployed(PolicySource source, Map<String, Double> values) {}

  private static List<Deployed> policies() {
    return List.of(
        new Deployed(
            PolicySource.find("LogisticRegression", SOURCES),
            Map.of("beta", -4.63391351, "w1", 5.93658349, "w2", -3.04197074)),
        new Deployed(PolicySource.find("Entropy", SOURCES), Map.of("bound", 0.8)),
        new Deployed(PolicySource.read(SOURCES.resolve("Ints.java")), Map.of("seed", 99.0)),
        new Deployed(PolicySource.read(SOURCES.resolve("Floats.java")), Map.of("weight", 1.5)));
  }

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  /**
   * @param instructions bound on one decision of the logistic regression among ten classes
   */
  @ParameterizedTest
  @CsvSource({"mps2-an386, 1000", "microbit, 26000", "riscv-virt, 25000"})
  void takesJavasVerdicts(String id, long instructions) throws IOException {
    Board board = catalogue.load(id);
    List<String> tools =
        List.of(
            "cmake",
            "ninja",
            "gcc",
            board.toolchain().compiler(),
            board.emulator().orElseThrow().program());
    for (String tool : tools) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    Image image = new Toolchain(runner, catalogue).build(write(board));
    int expected = hashOfJava();
    String decide = "upcall_policy_0_decide";
    try (InstructionCounter counter = InstructionCounter.of(runner, List.of(decide));
        Emulation emulation =
            new Emulator(runner).start(image, RunOptions.defaults().withCounter(counter));
        SerialPort serial = new SerialPort(emulation.port())) {
      int hash = 0;
      for (int i = 0; i < BATCHES; i++) {
        serial.send('R', BATCH);
        hash = ByteBuffer.wrap(serial.receive(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
      }
      assertEquals(expected, hash);
      long most =
          counter
              .awaitCalls(decide, BATCHES * BATCH * 10, emulation, Duration.ofSeconds(20))
              .stream()
              .mapToLong(Long::longValue)
              .max()
              .orElseThrow();
      assertTrue(most <= instructions, () -> "a decision took " + most + " instructions");
    }
  }

  private Path write(Board board) throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.put("runtime/main.c", ProbeProject.resource("decision/board/main.c"));
    for (String header : List.of("upcall_port.h", "upcall_status.h", "upcall_ladder.h")) {
      files.put("runtime/" + header, ProbeProject.resource("upcall/templates/runtime/" + header));
    }
    for (int i = 0; i < policies().size(); i++) {
      Deployed policy = policies().get(i);
      translator
          .translate(policy.source(), policy.values(), "upcall_policy_" + i, false)
          .files()
          .forEach((name, text) -> files.put("decision/" + name, text));
    }
    files.putAll(ProjectFiles.of(board, "policies", files.keySet(), new Renderer()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  /** What the firmware's main.c does, in Java. */
  private int hashOfJava() {
    PolicyLoader loader = new PolicyLoader(translator);
    List<Policy> loaded = new ArrayList<>();
    policies().forEach(p -> loaded.add(loader.load(p.source(), p.values())));
    int hash = 0x811C9DC5;
    for (int i = 0; i < BATCHES * BATCH * 10; i++) {
      Scores scores = scores();
      for (Policy policy : loaded) {
        hash = (hash ^ policy.decide(scores).ordinal()) * 16777619;
      }
    }
    return hash;
  }

  private Scores scores() {
    int spread = 1 << (next() & 7);
    float scale = ((next() & 0xFFFF) + 1) / 131072f;
    int zeroPoint = (next() & 0xFF) - 128;
    byte[] logits = new byte[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      logits[c] = (byte) ((next() & (spread - 1)) - 64);
    }
    return new Scores(logits, scale, zeroPoint);
  }

  private int next() {
    state = state * 1664525 + 1013904223;
    return state >>> 8;
  }
}
