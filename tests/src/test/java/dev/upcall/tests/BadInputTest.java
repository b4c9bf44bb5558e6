package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.Spoiler;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Folders;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A project with one thing wrong: a diagnostic that names it, and nothing half-written. */
class BadInputTest {
  private static final float NAN = Float.NaN;

  @TempDir static Path good;
  @TempDir Path folder;

  @BeforeAll
  static void writeGoodProject() {
    new OfflineLadder(SyntheticProject.tiny().write(good)).tune();
  }

  /**
   * One thing wrong.
   *
   * @param code that has to be among the diagnostics
   * @param says what they have to contain
   */
  private record Case(String name, String code, Spoiler spoiler, String... says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "unknown operator",
            "UP2006",
            Spoiler.model("small", m -> m.getGraphBuilder().getNodeBuilder(1).setOpType("Erf2")),
            "Erf2",
            "small.onnx",
            "first_relu"),
        new Case("NaN weight", "UP2011", Spoiler.weight("small", "second_w", NAN), "second_w"),
        new Case(
            "infinite bias",
            "UP2011",
            Spoiler.weight("deep", "first_b", Float.POSITIVE_INFINITY),
            "deep.onnx"),
        new Case(
            "wrong shape",
            "UP2010",
            Spoiler.model(
                "small",
                m ->
                    m.getGraphBuilder()
                        .getNodeBuilderList()
                        .get(0)
                        .getAttributeBuilder(1)
                        .setInts(0, 0))),
        new Case("truncated model", "UP2003", Spoiler.truncate("members/small.onnx", 700)),
        new Case("missing model", "UP2001", Spoiler.delete("members/deep.onnx"), "deep.onnx"),
        new Case(
            "class count",
            "UP2310",
            Spoiler.manifest("[class0, ", "[other, class0, "),
            "small",
            "6 scores",
            "7, one for each"),
        new Case(
            "input shape",
            "UP2311",
            Spoiler.manifest("shape: [8, 8, 1]", "shape: [8, 8, 2]"),
            "64 values",
            "128"),
        new Case(
            "YAML syntax",
            "UP1101",
            Spoiler.manifest("classes: [", "classes: [["),
            "ensemble.yaml:3"),
        new Case("unknown key", "UP1104", Spoiler.manifest("heads:", "haeds:"), "haeds", "heads"),
        new Case("missing key", "UP1103", Spoiler.manifest("raw: uint8", "feed: rows"), "raw"),
        new Case(
            "two mistakes at once",
            "UP1117",
            Spoiler.manifest("run: small", "run: smal").and(Spoiler.manifest("on: m", "no: m")),
            "smal",
            "ensemble.yaml:"),
        new Case("splits", "UP1116", Spoiler.manifest("test: 0.4", "test: 0.5"), "1.1"),
        new Case(
            "path", "UP1115", Spoiler.manifest("members/small", "../../small"), "ensemble.yaml:"),
        new Case(
            "empty split",
            "UP1013",
            Spoiler.manifest("calibrate: 0.3, tune: 0.3", "calibrate: 0.001, tune: 0.599"),
            "calibrate"),
        new Case(
            "no calibrate split",
            "UP1014",
            Spoiler.manifest("calibrate: 0.3, tune: 0.3", "train: 0.3, tune: 0.3"),
            "calibrate"),
        new Case("no data", "UP1000", Spoiler.delete("data/samples.csv"), "samples.csv"),
        new Case("empty data", "UP1012", Spoiler.truncate("data/samples.csv", 0), "samples.csv"),
        new Case(
            "NaN in the data",
            "UP1008",
            Spoiler.file("data/samples.csv", text -> text.replaceFirst("\n\\d+,", "\nNaN,")),
            "NaN"),
        new Case(
            "NaN in the first line",
            "UP1008",
            Spoiler.file("data/samples.csv", text -> text.replaceFirst("\\d+,", "NaN,")),
            "NaN",
            "samples.csv:1"),
        new Case(
            "value beyond a byte",
            "UP1008",
            Spoiler.file("data/samples.csv", text -> text.replaceFirst("\\d+,", "256,")),
            "256"),
        new Case(
            "unknown label",
            "UP1009",
            Spoiler.file("data/samples.csv", text -> text.replaceFirst(",\\d\n", ",6\n")),
            "6"),
        new Case("policy not tuned", "UP2413", Spoiler.delete("tuned.yaml"), "theta", "stages[0]"),
        new Case(
            "tuned parameter that does not exist",
            "UP2414",
            Spoiler.file("tuned.yaml", text -> text.replace("theta", "teta")),
            "teta"),
        new Case(
            "policy out of range",
            "UP2415",
            Spoiler.file("tuned.yaml", text -> text.replaceFirst("theta: .*", "theta: 1.5")),
            "theta"),
        new Case("unknown policy", "UP2416", Spoiler.manifest("use: Threshold", "use: Treshold")),
        new Case(
            "policy that cannot be translated",
            "UP2407",
            Spoiler.policy(
                """
                import dev.upcall.core.decision.*;

                public record Mine(float theta) implements Policy {
                  @Override
                  public Verdict decide(Scores scores) {
                    while (scores.maxProbability(1f) < theta) { }
                    return Verdict.ACCEPT;
                  }
                }
                """),
            "Mine.java",
            "6:5"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isNamedAndLeavesNothing(Case bad) {
    Path project = Folders.copy(good, folder.resolve("project"));
    bad.spoiler().spoil(project);
    UpcallException e = refused(bad.code(), () -> compile(project, "mps2-an386"));
    for (String word : bad.says()) {
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
    assertEquals(Map.of(), Folders.read(folder.resolve("out")));
  }

  @Test
  void mistakesOfTheManifestAreToldTogether() {
    Path project = Folders.copy(good, folder.resolve("project"));
    Spoiler.manifest("run: small", "run: smal")
        .and(Spoiler.manifest("w1: 1", "w1: one"))
        .and(Spoiler.manifest("deadlineMs: ", "deadlineMs: -"))
        .spoil(project);
    UpcallException e = refused("UP1117", () -> compile(project, "posix"));
    List<String> codes = e.diagnostics().stream().map(d -> d.code().id()).toList();
    assertEquals(3, codes.size(), codes.toString());
    e.diagnostics().forEach(d -> assertTrue(d.at().matches(".*ensemble.yaml.*\\d+.*"), d.at()));
  }

  @Test
  void aFailureLeavesTheFirmwareThatWasThere() {
    Path project = Folders.copy(good, folder.resolve("project"));
    compile(project, "mps2-an386");
    Map<String, byte[]> before = Folders.read(folder.resolve("out"));
    Spoiler.weight("deep", "second_w", NAN).spoil(project);
    refused("UP2011", () -> compile(project, "mps2-an386"));
    Map<String, byte[]> after = Folders.read(folder.resolve("out"));
    assertEquals(before.keySet(), after.keySet());
    assertTrue(before.keySet().stream().allMatch(f -> Arrays.equals(before.get(f), after.get(f))));
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamed() {
    Folders.write(folder.resolve("out/tiny"), new byte[1]);
    UpcallException e = refused("UP2304", () -> compile(good, "posix"));
    assertTrue(e.getMessage().contains("tiny"), e.getMessage());
    assertEquals(1, Folders.read(folder.resolve("out")).size());
  }

  @Test
  void anUnknownBoardGetsTheNearestName() {
    UpcallException e = refused("UP2501", () -> compile(good, "microbits"));
    assertTrue(e.getMessage().contains("did you mean \"microbit\"?"), e.getMessage());
  }

  /** The host reads the same models; it says the same in its own words. */
  @Test
  void theGatewayRefusesModelsOfOtherClasses() {
    Path project = Folders.copy(good, folder.resolve("project"));
    Spoiler.manifest("[class0, ", "[other, class0, ").spoil(project);
    Project loaded = ProjectLoader.load(project);
    UpcallException e = refused("UP3004", () -> EnsembleModels.load(loaded).close());
    assertTrue(e.diagnostics().size() >= 3, "each member is named: " + e.getMessage());
  }

  /** A bare model's ranges come from a file of floats. */
  @Test
  void calibrationSamplesThatAreNoNumbersAreRefused() {
    UpcallException nan = refused("UP2314", () -> compileBare(samples(64, NAN)));
    assertTrue(nan.getMessage().contains("NaN"), nan.getMessage());
    refused("UP2314", () -> compileBare(samples(64, Float.NEGATIVE_INFINITY)));
    refused("UP2314", () -> compileBare(samples(63, 1)));
    refused("UP2314", () -> compileBare(new byte[0]));
    refused("UP2314", () -> compileBare(samples(64, 0)));
    assertEquals(Map.of(), Folders.read(folder.resolve("out")));
  }

  @Test
  void aSerialPortThatDoesNotExistIsNamed() {
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      UpcallException e = refused("UP3020", () -> service.serial("/dev/upcall-nowhere", 115_200));
      assertTrue(e.getMessage().contains("/dev/upcall-nowhere"), e.getMessage());
      assertEquals(8, e.exit().code());
    }
  }

  private void compileBare(byte[] samples) {
    Folders.write(folder.resolve("samples.f32"), samples);
    new Compiler(new BoardCatalogue())
        .compile(
            new CompileRequest(
                good.resolve("members/small.onnx"),
                0,
                "posix",
                folder.resolve("out"),
                Optional.of(folder.resolve("samples.f32")),
                QuantOptions.STANDARD,
                Optional.empty()));
  }

  /** Zeros, and {@code last} behind them. */
  private static byte[] samples(int count, float last) {
    ByteBuffer buffer = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.putFloat((count - 1) * 4, last).array();
  }

  private void compile(Path project, String board) {
    new Compiler(new BoardCatalogue())
        .compile(CompileRequest.of(project, board, folder.resolve("out")));
  }

  private static UpcallException refused(String code, Executable task) {
    UpcallException e = assertThrows(UpcallException.class, task);
    Stream<String> codes = e.diagnostics().stream().map(d -> d.code().id());
    assertTrue(codes.anyMatch(code::equals), () -> "not " + code + " but " + e.getMessage());
    e.diagnostics().forEach(BadInputTest::isComplete);
    return e;
  }

  /** A person must be able to act on it. */
  private static void isComplete(Diagnostic diagnostic) {
    String parts = diagnostic.found() + diagnostic.need() + diagnostic.fix();
    assertTrue(!parts.isEmpty(), diagnostic.toString());
  }
}
