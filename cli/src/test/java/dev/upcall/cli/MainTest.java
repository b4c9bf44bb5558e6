package dev.upcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line's own manners: help, errors and exit codes. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Exit upcall(String... args) {
    return new Main(stream(out), stream(err), false).run(List.of(args));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void helpNamesEveryCommand() {
    assertEquals(Exit.OK, upcall("--help"));
    for (Command command : Commands.all()) {
      assertTrue(out.toString(StandardCharsets.UTF_8).contains(command.summary()), command.name());
    }
  }

  @Test
  void versionIsTheBuilds() {
    assertEquals(Exit.OK, upcall("--version"));
    String version = out.toString(StandardCharsets.UTF_8);
    assertTrue(version.matches("upcall \\d+\\.\\d+.*\\R"), version);
  }

  @Test
  void everyCommandExplainsEveryOptionItTakes() {
    for (Command command : Commands.all()) {
      out.reset();
      assertEquals(Exit.OK, upcall(command.name(), "--help"));
      String help = out.toString(StandardCharsets.UTF_8);
      assertTrue(help.startsWith("usage: upcall " + command.name()), help);
      command
          .options()
          .getOptions()
          .forEach(
              option -> {
                assertTrue(help.contains("--" + option.getLongOpt()), option.getLongOpt());
                assertFalse(option.getDescription().isBlank(), option.getLongOpt());
              });
      help.lines().forEach(line -> assertTrue(line.length() <= 110, line));
    }
  }

  @Test
  void anUnknownCommandIsUsage() {
    assertEquals(Exit.USAGE, upcall("complie"));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("error UP5001"));
  }

  @Test
  void anUnknownOptionIsUsage() {
    assertEquals(Exit.USAGE, upcall("boards", "--frobnicate"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("upcall boards --help"));
  }

  @Test
  void aPathThatCannotBeIsNoBug() {
    assertEquals(Exit.USAGE, upcall("compile", "a\0b"));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("error UP5013"), err::toString);
  }

  @Test
  void showsPoliciesOfEitherKind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("Bright.java");
    Files.writeString(
        file,
        """
        import dev.upcall.core.decision.*;

        public record Bright(@Parameter float least) implements InputPolicy {
          @Override
          public Verdict decide(Input input) {
            return input.real(0) > least ? Verdict.CONTINUE : Verdict.UPCALL;
          }
        }
        """);
    assertEquals(Exit.OK, upcall("policy", "show", file.toString(), "--set", "least=0.5"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("upcall_gate_decide"), out::toString);
    assertEquals(Exit.OK, upcall("policy", "show", "Margin", "--set", "theta=0.5"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("upcall_policy_0_decide"));
  }

  @Test
  void errorsAreJsonToo() {
    assertEquals(Exit.USAGE, upcall("compile", "--json"));
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains("\"code\" : \"UP5003\""), out::toString);
  }

  @Test
  void accuracyThatQuantisationCostsIsAGate() {
    String digits = Home.path("examples/digits").toString();
    assertEquals(Exit.OK, upcall("quantize", digits, "--samples", "4", "--accuracy-drop", "5"));
    String coarse = out.toString(StandardCharsets.UTF_8);
    assertTrue(coarse.contains("points lost"), coarse);
    Exit exit =
        upcall(
            "quantize",
            digits,
            "--weights",
            "int4",
            "--rounding",
            "nearest",
            "--bias-correction",
            "off",
            "--samples",
            "4",
            "--accuracy-drop",
            "0");
    assertEquals(Exit.ACCURACY_GATE, exit);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("UP5018"));
  }

  @Test
  void theGateHoldsInEveryCommandThatQuantises() {
    String digits = Home.path("examples/digits").toString();
    Exit exit =
        upcall(
            "inspect",
            digits,
            "--weights",
            "int4",
            "--rounding",
            "nearest",
            "--bias-correction",
            "off",
            "--accuracy-drop",
            "0");
    assertEquals(Exit.ACCURACY_GATE, exit, err::toString);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("UP2321"));
  }

  @Test
  void aBudgetOfRamAndAccuracyThatCannotBeMetSaysWhatCan() {
    String digits = Home.path("examples/digits").toString();
    // 180 samples, and at least one of them is lost where ranges clip so much.
    Exit exit =
        upcall(
            "inspect",
            digits,
            "--calibrator",
            "entropy",
            "--ram-budget",
            "900",
            "--accuracy-drop",
            "0.1");
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(Exit.ACCURACY_GATE, exit, said);
    assertTrue(said.contains("int8 activations: "), said);
    assertTrue(said.contains("int16 activations: "), said);
  }
}
