package dev.upcall.cli.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Tuned;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.push.StageValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code upcall push} sends, told from a project and its options. */
class PushValuesTest {
  private static final String MANIFEST =
      """
      name: p
      classes: [a, b]
      input: {shape: [2], raw: uint8, preprocess: {scale: 1, offset: 0}}
      members:
        m: {model: members/m.onnx}
        n: {model: members/n.onnx}
      device:
        stages:
          - run: m
            policy:
              use: Budgeted
              rho: 0.25
              pushed: [rho]
              of: {use: PerClassThreshold, theta: tuned, pushed: [theta]}
          - {run: n, policy: {use: LogisticRegression, beta: -1, w1: 2, w2: 3%s}}
      """;

  @TempDir Path folder;

  private Project project(String second) throws IOException {
    Files.writeString(folder.resolve("ensemble.yaml"), MANIFEST.formatted(second));
    Project project = ProjectLoader.load(folder);
    new Tuned(Map.of(), Map.of(0, Map.of("of.theta[0]", 0.5, "of.theta[1]", 0.75))).save(project);
    return project;
  }

  private List<String> values(String second, String... settings) throws IOException {
    return PushValues.of(project(second), List.of(settings)).values().stream()
        .map(StageValue::toString)
        .toList();
  }

  @Test
  void valuesAreThoseOfManifestAndTunedFile() throws IOException {
    assertEquals(
        List.of(
            "0.rho = 0.25",
            "0.of.theta[0] = 0.5",
            "0.of.theta[1] = 0.75",
            "1.beta = -1.0",
            "1.w2 = 3.0"),
        values(", pushed: [w2, beta]"),
        "in the order of the policy's fields");
  }

  @Test
  void settingsTakeTheirPlace() throws IOException {
    assertEquals(
        List.of("0.rho = 0.125", "0.of.theta[0] = 0.25", "0.of.theta[1] = 0.25"),
        values("", "rho=0.125", "0.of.theta=0.25"));
    assertEquals(
        List.of("0.rho = 0.25", "0.of.theta[0] = 0.5", "0.of.theta[1] = 1.0"),
        values("", "of.theta[1]=1"));
  }

  @Test
  void whatCannotBePushedIsRefused() throws IOException {
    refused("UP5002", ", pushed: [beta]", "beta=1");
    refused("UP5002", ", pushed: [beta]", "1.w1=1");
    refused("UP5002", "", "1.beta=1");
    refused("UP5002", "", "0.weight=0.1");
    refused("UP5002", "", "0.rho");
    refused("UP5002", "", "0.rho=half");
    refused("UP2415", "", "0.rho=1.5");
    refused("UP2415", "", "0.rho=NaN");
    refused("UP2415", ", pushed: [beta]", "1.beta=1e300");
    refused("UP2415", ", pushed: [beta]", "1.beta=1e999");
    refused("UP2414", "", "of.theta[2]=1");
    refused("UP2414", ", pushed: [gamma]");
    String none = MANIFEST.formatted("").replace("pushed: [rho]", "weight: 0.1");
    Files.writeString(folder.resolve("ensemble.yaml"), none.replace(", pushed: [theta]", ""));
    Project project = ProjectLoader.load(folder);
    UpcallException e =
        assertThrows(UpcallException.class, () -> PushValues.of(project, List.of()));
    assertEquals("UP5019", e.diagnostics().get(0).code().id());
  }

  private void refused(String code, String second, String... settings) {
    UpcallException e = assertThrows(UpcallException.class, () -> values(second, settings));
    assertEquals(code, e.diagnostics().get(0).code().id(), String.join(" ", settings));
  }

  @Test
  void guardsAreSharesOfSomeSamples() throws ParseException {
    assertEquals(Guard.of(0.8, 100), PushOptions.guard(line()));
    assertEquals(Guard.NONE, PushOptions.guard(line("--guard", "none")));
    assertEquals(new Guard(500, 65535), PushOptions.guard(line("--guard", "0.05/65535")));
    for (String wrong : List.of("0.5", "2/10", "0.5/0", "0.5/65536", "-1/5", "5")) {
      assertThrows(UpcallException.class, () -> PushOptions.guard(line("--guard", wrong)), wrong);
    }
  }

  @Test
  void keysComeFromAFileOrTheEnvironment() throws Exception {
    String digits = "0f".repeat(32);
    String file = Files.writeString(folder.resolve("keys"), digits + "\n").toString();
    PushOptions.keys(line("--key", file), Map.of());
    PushOptions.keys(line(), Map.of("UPCALL_KEY_FILE", file));
    PushOptions.keys(line(), Map.of("UPCALL_KEY", digits));
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("UPCALL_KEY_FILE", file + ".none"),
            Map.of("UPCALL_KEY", "secret"))) {
      UpcallException e =
          assertThrows(UpcallException.class, () -> PushOptions.keys(line(), environment));
      assertEquals("UP3033", e.diagnostics().get(0).code().id());
    }
  }

  private static CommandLine line(String... arguments) throws ParseException {
    return new DefaultParser().parse(PushOptions.add(new Options()), arguments);
  }
}
