package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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

  /** The first of the policies that learn. */
  private static final int LEARNERS = 5;

  /** One case in so many is for the policy that goes through 257 weights. */
  private static final int EVERY = 16;

  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final PolicyTranslator translator = new PolicyTranslator();

  @TempDir Path folder;

  private int state = 1;

  /** Of the stage that the policy with a place of its own stands behind. */
  private static final QParams PLACED = new QParams(0.09f, -3);

  /** A policy and its parameters; {@code placed} takes all scores as {@link #PLACED}. */
  private record Deployed(PolicySource source, Map<String, Double> values, boolean placed) {
    Deployed(PolicySource source, Map<String, Double> values) {
      this(source, values, false);
    }

    PolicyPlace place(int index) {
      return new PolicyPlace(
          "upcall_policy_" + index,
          false,
          placed ? Optional.of(new PolicyPlace.StageScores(CLASSES, PLACED)) : Optional.empty());
    }

    Scores seen(Scores scores) {
      return placed ? new Scores(scores.logits(), PLACED.scale(), PLACED.zeroPoint()) : scores;
    }
  }

  private static List<Deployed> policies() {
    PolicySource regression = PolicySource.find("LogisticRegression", SOURCES);
    Map<String, Double> weights = Map.of("beta", -4.63391351, "w1", 5.93658349, "w2", -3.04197074);
    return List.of(
        new Deployed(regression, weights),
        new Deployed(PolicySource.find("Entropy", SOURCES), Map.of("bound", 0.8)),
        new Deployed(PolicySource.read(SOURCES.resolve("Ints.java")), Map.of("seed", 99.0)),
        new Deployed(PolicySource.read(SOURCES.resolve("Floats.java")), Map.of("weight", 1.5)),
        new Deployed(regression, weights, true),
        new Deployed(
            PolicySource.find("Budgeted", SOURCES)
                .wrapping(PolicySource.find("HiLcbLite", SOURCES)),
            Map.of("rho", 0.5, "of.price", 0.3),
            true),
        new Deployed(PolicySource.find("HilN", SOURCES), Map.of("price", 0.3), true));
  }

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  /**
   * @param anywhere bound on the instructions of one logistic regression among ten classes
   * @param placed the same behind a stage whose scale is known
   * @param bins of HiLcbLite within a budget, behind such a stage
   * @param weights of HilN there
   */
  @ParameterizedTest
  @CsvSource({
    "mps2-an386, 1300, 400, 400, 3500",
    "microbit, 32000, 1500, 7500, 40000",
    "riscv-virt, 28000, 1500, 6000, 40000"
  })
  void takesJavasVerdicts(String id, long anywhere, long placed, long bins, long weights)
      throws IOException {
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
    checkSizes(image);
    int expected = hashOfJava();
    Map<String, Long> bounds =
        Map.of(
            "upcall_policy_0_decide", anywhere,
            "upcall_policy_4_decide", placed,
            "upcall_policy_5_decide", bins,
            "upcall_policy_6_decide", weights);
    try (InstructionCounter counter = InstructionCounter.of(runner, List.copyOf(bounds.keySet()));
        Emulation emulation =
            new Emulator(runner).start(image, RunOptions.defaults().withCounter(counter));
        SerialPort serial = new SerialPort(emulation.port())) {
      int hash = 0;
      for (int i = 0; i < BATCHES; i++) {
        serial.send('R', BATCH);
        hash = ByteBuffer.wrap(serial.receive(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
      }
      assertEquals(expected, hash);
      for (String decide : bounds.keySet()) {
        long most =
            counter.awaitCalls(decide, calls(decide), emulation, Duration.ofSeconds(20)).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        assertTrue(most <= bounds.get(decide), () -> decide + " took " + most + " instructions");
      }
    }
  }

  private static int calls(String decide) {
    int cases = BATCHES * BATCH * 10;
    return decide.contains("_6_") ? cases / EVERY : cases;
  }

  /** What policies add to an image; the logistic regression code and a table, and no RAM. */
  private static void checkSizes(Image image) throws IOException {
    ImageSizes regression = sizes(image, 4);
    assertTrue(regression.flashBytes() <= 2560, regression::toString);
    assertEquals(0, regression.ramBytes());
    ImageSizes bins = of(image, "upcall_policy_5_of.c");
    assertTrue(bins.flashBytes() <= 3072 && bins.ramBytes() <= 100, bins::toString);
    assertTrue(sizes(image, 5).ramBytes() <= 4);
    assertTrue(sizes(image, 6).ramBytes() <= 1036);
  }

  private static ImageSizes sizes(Image image, int policy) throws IOException {
    return of(image, "upcall_policy_" + policy + ".c");
  }

  private static ImageSizes of(Image image, String source) throws IOException {
    try (Stream<Path> files = Files.walk(image.elf().getParent())) {
      Path object =
          files
              .filter(f -> f.getFileName().toString().startsWith(source + "."))
              .findFirst()
              .orElseThrow();
      return ImageSizes.of(ElfFile.read(object));
    }
  }

  private Path write(Board board) throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.put("runtime/main.c", ProbeProject.resource("decision/board/main.c"));
    files.putAll(ProbeProject.portHeaders());
    files.put(
        "runtime/upcall_ladder.h",
        ProbeProject.resource("upcall/templates/runtime/upcall_ladder.h"));
    for (int i = 0; i < policies().size(); i++) {
      Deployed policy = policies().get(i);
      translator
          .translate(policy.source(), policy.values(), policy.place(i))
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
      for (int p = 0; p < LEARNERS; p++) {
        hash = hashed(hash, loaded.get(p).decide(policies().get(p).seen(scores)));
      }
      Scores seen = policies().get(LEARNERS).seen(scores);
      Answer answer = new Answer(seen, next() % CLASSES, next() % CLASSES, false);
      for (int p = LEARNERS; p < (i % EVERY == 0 ? loaded.size() : LEARNERS + 1); p++) {
        Verdict verdict = loaded.get(p).decide(seen);
        hash = hashed(hash, verdict);
        if (verdict != Verdict.ACCEPT) {
          loaded.get(p).feedback(answer);
        }
      }
    }
    return hash;
  }

  private static int hashed(int hash, Verdict verdict) {
    return (hash ^ verdict.ordinal()) * 16777619;
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
