package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.decision.Input;
import dev.upcall.core.decision.InputPolicy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Policies on the input, before the first stage: Java and C, and what they may not do. */
@Tag("cc")
class InputPolicyTest {
  private static final Path SOURCES = Path.of("src/test/resources/decision");
  private static final Map<String, Double> VALUES = Map.of("least", 0.5);
  private static final int CASES = 20_000;

  private final ProcessRunner runner = new ProcessRunner();
  private final PolicyTranslator translator = new PolicyTranslator();

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  @Test
  void takesTheSameVerdicts() throws IOException {
    assumeTrue(runner.find("gcc").isPresent(), "gcc is absent: C twins not compared");
    PolicySource source = PolicySource.read(SOURCES.resolve("Contrast.java"));
    InputPolicy policy = new PolicyLoader(translator).loadGate(source, VALUES);
    build(translator.translateGate(source, VALUES, "upcall_gate"));
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    List<Verdict> expected = new ArrayList<>();
    Random random = new Random(9);
    int upcalls = 0;
    for (int n = 0; n < CASES; n++) {
      byte[] values = new byte[1 + random.nextInt(99)];
      int spread = 1 << random.nextInt(9);
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) (random.nextInt(spread) - spread / 2);
      }
      Input input = new Input(values, 0.01f * (1 + random.nextInt(9)), random.nextInt(256) - 128);
      expected.add(policy.decide(input));
      upcalls += expected.get(n) == Verdict.UPCALL ? 1 : 0;
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      in.write(
          head.putInt(values.length).putFloat(input.scale()).putInt(input.zeroPoint()).array());
      in.write(values);
    }
    int asked = upcalls;
    assertTrue(asked > CASES / 20 && asked < CASES - CASES / 20, () -> "upcalls " + asked);
    Files.write(folder.resolve("in"), in.toByteArray());
    runProgram(List.of(folder.resolve("gate").toString(), "in", "out"));
    byte[] found = Files.readAllBytes(folder.resolve("out"));
    for (int n = 0; n < CASES; n++) {
      assertEquals(expected.get(n).ordinal(), found[n], "case " + n);
    }
  }

  @Test
  void acceptsNothing() {
    PolicySource source =
        new PolicySource(
            "Mine",
            "Mine.java",
            """
            import dev.upcall.core.decision.*;
            public record Mine() implements InputPolicy {
              public Verdict decide(Input input) {
                return Verdict.ACCEPT;
              }
            }
            """,
            false);
    Diagnostic first = problem(() -> translator.check(source));
    assertEquals(PolicyCode.EXPRESSION, first.code());
    assertEquals("Mine.java:4:12", first.at());
  }

  @Test
  void standsBeforeTheFirstStageAndNowhereElse() {
    PolicySource gate = PolicySource.read(SOURCES.resolve("Contrast.java"));
    PolicySource policy = PolicySource.find("Threshold", SOURCES);
    PolicyPlace place = PolicyPlace.anywhere("upcall_policy_0");
    PolicyLoader loader = new PolicyLoader(translator);
    List<Diagnostic> problems =
        List.of(
            problem(() -> translator.translate(gate, VALUES, place)),
            problem(() -> translator.translateGate(policy, Map.of("theta", 0.5), "upcall_gate")),
            problem(() -> loader.load(gate, VALUES)),
            problem(() -> loader.loadGate(policy, Map.of("theta", 0.5))));
    problems.forEach(problem -> assertEquals(PolicyCode.SHAPE, problem.code()));
  }

  private static Diagnostic problem(Executable action) {
    return assertThrows(UpcallException.class, action).diagnostics().get(0);
  }

  private void build(CPolicy c) throws IOException {
    for (Map.Entry<String, String> file : c.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    String header = ProbeProject.resource("upcall/templates/runtime/upcall_ladder.h");
    Files.writeString(folder.resolve("upcall_ladder.h"), header);
    Files.copy(SOURCES.resolve("gate.c"), folder.resolve("gate.c"));
    List<String> command = new ArrayList<>(List.of("gcc"));
    command.addAll(PolicyTwin.FLAGS);
    command.addAll(List.of("-o", "gate", "gate.c", "upcall_gate.c"));
    runProgram(command);
  }

  private void runProgram(List<String> command) {
    ProcessRunner.Result result = runner.run(command, folder, Duration.ofMinutes(1));
    assertTrue(result.ok() && result.output().isEmpty(), result::output);
  }
}
