package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages that are exits of one network: what is computed when, and what is refused. */
class ExitsTest {
  private static final String DIGITS = "../examples/digits";
  private static final String POLICY = "policy: {use: Threshold, theta: 0.5}";

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  @TempDir Path folder;

  @BeforeEach
  void writeProject() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(folder.resolve("members"));
    Files.copy(
        Path.of(DIGITS, "data/digits.csv.gz"), folder.resolve("data").resolve("digits.csv.gz"));
    Random random = new Random(3);
    OnnxModel model = new OnnxModel().input("x", 0, 1, 8, 8).node("Flatten", "x", "flat");
    model.product(random, "flat", "early", 64, 10);
    model.product(random, "flat", "inner", 64, 16);
    model.node("Relu", "inner", "hidden");
    model.product(random, "hidden", "logits", 16, 10);
    model.product(random, "hidden", "unused", 16, 10);
    // The order of the file is neither that of the stages nor that of the work.
    model.output("unused", 0, 10).output("logits", 0, 10).output("early", 0, 10);
    Files.write(folder.resolve("members/net.onnx"), model.bytes());
  }

  @Test
  void computesFirstWhatTheFirstStageNeeds() throws IOException {
    write("{run: net, exit: early, " + POLICY + "}", "{run: net}");
    MemoryPlan plan = compiler.plan(compiler.int8(request())).members().get(0).model();
    List<Op> ops = plan.program().model().graph().ops();
    int end = ExitOrder.ends(plan.program().model().graph(), 2).get(0);
    assertEquals("early", ops.get(end - 1).output().name());
    assertEquals("logits", ops.get(ops.size() - 1).output().name());
    assertEquals(3, ops.stream().filter(op -> op.mnemonic().equals("fully_connected")).count());
  }

  @ParameterizedTest
  @CsvSource({"INT8", "FLOAT32"})
  void everyStageHasTheScoresOfItsOutput(Precision precision) throws IOException {
    write("{run: net, exit: early, " + POLICY + "}", "{run: net}");
    var ladder = compiler.executable(request().with(precision));
    byte[] input = new byte[64];
    new Random(5).nextBytes(input);
    List<byte[]> outputs = Reference.of(ladder.members().get(0).model()).outputs(input);
    List<Scores> scores = new LadderReference(ladder).scores(input);
    assertEquals(2, scores.size());
    for (int stage = 0; stage < 2; stage++) {
      assertArrayEquals(outputs.get(stage), scores.get(stage).logits());
      assertEquals(1, scores.get(stage).members());
    }
    assertFalse(java.util.Arrays.equals(outputs.get(0), outputs.get(1)));
  }

  @Test
  void aSideExitAloneLeavesTheRestOut() throws IOException {
    write("{run: net, exit: early}");
    Ladder<QuantGraph> ladder = compiler.int8(request());
    assertEquals(1, products(ladder), "nothing behind the exit");
    write("{run: net}");
    assertEquals(2, products(compiler.int8(request())), "no side exit");
  }

  private static long products(Ladder<QuantGraph> ladder) {
    return ladder.members().get(0).model().graph().ops().stream()
        .filter(op -> op.mnemonic().equals("fully_connected"))
        .count();
  }

  @Test
  void severalMembersAreAveraged() throws IOException {
    write("{run: net, exit: early, " + POLICY + "}", "{run: [net, other], " + POLICY + "}");
    List<Scores> scores = new LadderReference(compiler.int8(request())).scores(new byte[64]);
    assertEquals(2, scores.get(1).members());
    assertTrue(scores.get(1).agreeing() <= 2);
  }

  @Test
  void refusesAnExitThatIsNotThere() throws IOException {
    write("{run: net, exit: eraly, " + POLICY + "}", "{run: net}");
    Diagnostic wrong = refused("UP2101");
    assertTrue(wrong.found().contains("unused, logits, early"), wrong::toString);
    assertTrue(wrong.toString().contains("did you mean \"early\"?"), wrong::toString);
    long before =
        Files.readAllLines(folder.resolve("ensemble.yaml")).stream()
            .takeWhile(line -> !line.contains("eraly"))
            .count();
    assertEquals("ensemble.yaml:" + (before + 1), wrong.at());
  }

  @Test
  void refusesExitsAgainstTheGraph() throws IOException {
    write("{run: net, " + POLICY + "}", "{run: net, exit: early}");
    Diagnostic wrong = refused("UP2312");
    assertTrue(
        wrong.found().contains("640 multiply-accumulates up to \"early\", 1184"), wrong::toString);
  }

  @Test
  void refusesScoresOfOtherClassesThanTheStageSays() throws IOException {
    write("{run: net, exit: early, " + POLICY + "}", "{run: net, classes: [one, seven, nine]}");
    Diagnostic wrong = refused("UP2310");
    assertTrue(
        wrong.toString().contains("3, one for each of the stage's classes"), wrong::toString);
  }

  @Test
  void refusesAStageThatNothingReaches() throws IOException {
    Files.writeString(
        folder.resolve("Ends.java"),
        """
        import dev.upcall.core.decision.*;
        public record Ends(float least) implements Policy {
          @Override
          public Verdict decide(Scores scores) {
            return scores.margin(1f) > least ? Verdict.ACCEPT : Verdict.UPCALL;
          }
        }
        """);
    write("{run: net, exit: early, policy: {use: Ends.java, least: 0.5}}", "{run: net}");
    UpcallException e =
        assertThrows(UpcallException.class, () -> compiler.compile(request().with(Precision.INT8)));
    assertEquals("UP2345", e.diagnostics().get(0).code().id(), e.getMessage());
    assertTrue(e.getMessage().contains("stage 1"), e.getMessage());
  }

  @Test
  void aPolicyOnTheInputComesBeforeTheStages() throws IOException {
    write("{run: net}");
    assertEquals("0 0", kept());
    assertFalse(written("model/upcall_config.h").contains("GATE"), "nobody asked for it");
    gate("input.value(0) > least ? Verdict.UPCALL : Verdict.CONTINUE");
    assertEquals("1 1", kept(), "it may ask");
    assertTrue(written("model/upcall_config.h").contains("#define UPCALL_GATE 1"));
    String ladder = written("model/upcall_ladder.c");
    assertTrue(ladder.contains("return upcall_gate_decide(&sample) == UPCALL_UPCALL;"), ladder);
    String report = written("model-report.json");
    assertTrue(report.contains("\"before\" : \"Gate.java\""), report.substring(0, 500));
  }

  @Test
  void refusesAPolicyOnTheInputThatLetsNothingPass() throws IOException {
    write("{run: net}");
    gate("Verdict.UPCALL");
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.compile(request()));
    assertEquals("UP2345", e.diagnostics().get(0).code().id(), e.getMessage());
    assertEquals("device.before of ensemble.yaml", e.diagnostics().get(0).at());
  }

  @Test
  void refusesAPolicyOnTheInputWhereThatComesByRows() throws IOException {
    write("{run: net}");
    gate("input.value(0) > least ? Verdict.UPCALL : Verdict.CONTINUE");
    CompileRequest rows = request().with(MemoryRequest.STANDARD.byRows());
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.compile(rows));
    assertEquals("UP2332", e.diagnostics().get(0).code().id(), e.getMessage());
    assertEquals("--feed rows", e.diagnostics().get(0).at());
  }

  /** Puts a policy before the stages. */
  private void gate(String verdict) throws IOException {
    Files.writeString(
        folder.resolve("Gate.java"),
        """
        import dev.upcall.core.decision.*;
        public record Gate(int least) implements InputPolicy {
          @Override
          public Verdict decide(Input input) {
            return %s;
          }
        }
        """
            .formatted(verdict));
    Path manifest = folder.resolve("ensemble.yaml");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("device:\n", "device:\n  before: {use: Gate.java, least: 3}\n"));
  }

  private String written(String file) throws IOException {
    return Files.readString(compiler.compile(request()).folder().resolve(file));
  }

  @Test
  void keepsAnInputOnlyWhereSomebodyMayReadIt() throws IOException {
    write("{run: net, exit: early, " + POLICY + "}", "{run: net}");
    assertEquals(
        "0 0", kept(), "nobody asks the host, and the second stage goes on from the first");
    write("{run: net, exit: early, " + POLICY + "}", "{run: other}");
    assertEquals("0 1", kept(), "another network begins");
    write("{run: net, exit: early, " + POLICY + "}", "{run: net, " + POLICY + "}");
    assertEquals("1 1", kept(), "the last policy's CONTINUE is an upcall");
  }

  /** UPCALL_CAN_UPCALL and UPCALL_KEEPS_INPUT. */
  private String kept() throws IOException {
    Path config = compiler.compile(request()).folder().resolve("model/upcall_config.h");
    String text = Files.readString(config);
    return text.replaceAll("(?s).*CAN_UPCALL (\\d).*KEEPS_INPUT (\\d).*", "$1 $2");
  }

  @Test
  void refusesAnEndWhereEveryOutputIsAnExit() throws IOException {
    Files.write(
        folder.resolve("members/net.onnx"),
        Files.readAllBytes(Path.of(DIGITS, "members/small.onnx")));
    write(
        "{run: net, exit: logits, " + POLICY + "}",
        "{run: net, exit: gap, " + POLICY + "}",
        "{run: net}");
    assertTrue(refused("UP2101").toString().contains("no output but the exits"));
  }

  private Diagnostic refused(String code) {
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.int8(request()));
    assertEquals(code, e.diagnostics().get(0).code().id(), e.getMessage());
    return e.diagnostics().get(0);
  }

  private CompileRequest request() {
    return CompileRequest.of(folder, "mps2-an386", folder.resolve("out"));
  }

  private void write(String... stages) throws IOException {
    String manifest = Files.readString(Path.of(DIGITS, "ensemble.yaml"));
    StringBuilder text = new StringBuilder(manifest.substring(0, manifest.indexOf("members:")));
    text.append("members:\n  net: {model: members/net.onnx}\n  other: {model: members/net.onnx}\n");
    text.append("device:\n  stages:\n");
    for (String stage : stages) {
      text.append("    - ").append(stage).append('\n');
    }
    Files.writeString(folder.resolve("ensemble.yaml"), text);
  }
}
