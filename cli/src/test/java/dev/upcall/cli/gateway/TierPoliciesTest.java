package dev.upcall.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.config.ConfigCheck;
import dev.upcall.host.config.ConfigReader;
import dev.upcall.host.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy that a gateway's configuration names, before a project of ten classes. */
class TierPoliciesTest {
  private static final Path DIGITS = Path.of(System.getProperty("upcall.home"), "examples/digits");

  /** With a probability of 0.94. */
  private static final Scores SURE =
      new Scores(new byte[] {50, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0.1f, 0);

  private static final Scores UNSURE =
      new Scores(new byte[] {9, 8, 0, 0, 0, 0, 0, 0, 0, 0}, 0.1f, 0);

  private static final String MINE =
      """
      import dev.upcall.core.decision.*;

      public record Mine(@Parameter(min = 0, max = 1) float least) implements Policy {
        @Override
        public Verdict decide(Scores scores) {
          return scores.margin(1f) >= least ? Verdict.ACCEPT : Verdict.%s;
        }
      }
      """;

  @TempDir Path folder;

  private GatewayConfig config(String policy) throws IOException {
    String text =
        "projects: %s\nabove:\n  name: a\n  mqtt: {broker: 'tcp://localhost'}\n%s"
            .formatted(DIGITS, policy.isEmpty() ? "" : "  policy: " + policy + "\n");
    return ConfigReader.read(Files.writeString(folder.resolve("gateway.yaml"), text)).build();
  }

  private Policy policy(String policy) throws IOException {
    List<Project> projects = List.of(ProjectLoader.load(DIGITS));
    return TierPolicies.of(config(policy).above().orElseThrow().policy(), projects).apply(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{use: Threshold, on: maxProbability, theta: 0.85}",
        "{use: LogisticRegression, beta: -4.6, w1: 5.9, w2: -3}",
        "{use: PerClassThreshold, theta: 0.85}",
        "{use: Audited, every: 1000, of: {use: Margin, theta: 0.5}}",
        "{use: RateLimited, interval: 1, of: {use: Threshold, theta: 0.85}}"
      })
  void acceptsWhatIsSureAndAsksAboutTheRest(String text) throws IOException {
    Policy policy = policy(text);
    assertEquals(Verdict.ACCEPT, policy.decide(SURE));
    assertEquals(Verdict.UPCALL, policy.decide(UNSURE));
  }

  @Test
  void aPolicyOfTheUsersOwnLiesBesideTheConfiguration() throws IOException {
    Files.writeString(folder.resolve("Mine.java"), MINE.formatted("CONTINUE"));
    Policy policy = policy("{use: Mine.java, least: 0.5}");
    assertEquals(Verdict.ACCEPT, policy.decide(SURE));
    assertEquals(Verdict.UPCALL, policy.decide(UNSURE));
  }

  @Test
  void eachProjectHasOneThatHasSeenNothing() throws IOException {
    TierPolicies policies =
        TierPolicies.of(
            config("{use: HiLcbLite, price: 0.2}").above().orElseThrow().policy(),
            List.of(ProjectLoader.load(DIGITS)));
    assertNotSame(policies.apply(10), policies.apply(10));
  }

  /** By --check-config, with the line of the policy, or the policy's own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{use: Treshold, theta: 0.9} | UP2416 | gateway.yaml:5",
        "{use: Threshold, on: entropy, theta: 0.9} | UP2416 | gateway.yaml:5",
        "{use: Threshold} | UP2413 | gateway.yaml:5",
        "{use: Threshold, theta: 1.5} | UP2415 | gateway.yaml:5",
        "{use: Threshold, theta: 0.9, beta: 1} | UP2414 | gateway.yaml:5",
        "{use: Budgeted, rho: 0.1} | UP2423 | gateway.yaml:5",
        "{use: PerClassThreshold, theta: [0.9, 0.9]} | UP2413 | gateway.yaml:5",
        "{use: Asynchronous, of: {use: Threshold, theta: 0.9}} | UP3260 | gateway.yaml:5",
        "{use: Audited, of: {use: Asynchronous, of: {use: Threshold, theta: 0.9}}} | UP3260"
            + " | gateway.yaml:5",
        "{use: Late.java, least: 0.5} | UP3260 | gateway.yaml:5",
        "{use: Broken.java, least: 0.5} | UP2401 | Broken.java:",
        "{use: None.java, least: 0.5} | UP2416 | None.java"
      })
  void theCheckSaysWhatCannotBe(String text, String code, String where) throws IOException {
    Files.writeString(folder.resolve("Late.java"), MINE.formatted("LATER").replace("Mine", "Late"));
    Files.writeString(folder.resolve("Broken.java"), "public record Broken(");
    GatewayConfig config = config(text);
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> new ConfigCheck(Map.of(), TierPolicies::of).check(config));
    assertEquals(code, e.diagnostics().get(0).code().id(), e.getMessage());
    assertTrue(e.diagnostics().get(0).at().contains(where), e.getMessage());
  }
}
