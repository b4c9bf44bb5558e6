package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.decision.LogisticRegression;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PolicyLoaderTest {
  private static final String MINE =
      """
      import dev.upcall.core.decision.*;

      public record Mine(@Parameter(min = 1, max = 9) int least, float weight) implements Policy {
        @Override
        public Verdict decide(Scores scores) {
          return scores.top1() * weight >= least ? Verdict.ACCEPT : Verdict.UPCALL;
        }
      }
      """;

  @TempDir Path folder;

  private final PolicyLoader loader = new PolicyLoader(new PolicyTranslator());

  @Test
  void loadsBuiltInsWithStandardValues() {
    Policy threshold = loader.load(PolicySource.find("Threshold", folder), Map.of("theta", 0.5));
    assertEquals(new Threshold(0.5f, 1f), threshold);
    Policy regression =
        loader.load(
            PolicySource.find("LogisticRegression", folder),
            Map.of("w2", 3.0, "beta", 1.0, "w1", 2.0));
    assertEquals(new LogisticRegression(1f, 2f, 3f), regression);
  }

  @Test
  void everyBuiltInPassesItsOwnChecks() {
    PolicyTranslator translator = new PolicyTranslator();
    for (String name : PolicySource.BUILT_IN) {
      translator.check(PolicySource.find(name, folder));
    }
  }

  /** Whatever wraps it sees that nothing of the device comes behind. */
  @Test
  void behindTheLastStageNothingContinues() {
    PolicySource source =
        PolicySource.library("Asynchronous")
            .wrapping(PolicySource.library("Budgeted").wrapping(PolicySource.library("Threshold")));
    Map<String, Double> values = Map.of("of.rho", 1.0, "of.of.theta", 0.9);
    Scores unsure = new Scores(new byte[] {1, 2}, 0.01f, 0);
    assertEquals(Verdict.CONTINUE, loader.load(source, values).decide(unsure));
    assertEquals(Verdict.LATER, loader.behindLastStage().load(source, values).decide(unsure));
  }

  @Test
  void loadsAFileOfTheProject() throws IOException {
    Files.writeString(folder.resolve("Mine.java"), MINE);
    Policy mine =
        loader.load(PolicySource.find("Mine.java", folder), Map.of("least", 2.0, "weight", 1.5));
    assertEquals(Verdict.ACCEPT, mine.decide(new Scores(new byte[] {0, 0, 9}, 1f, 0)));
    assertEquals(Verdict.UPCALL, mine.decide(new Scores(new byte[] {0, 9, 0}, 1f, 0)));
  }

  @Test
  void readsParametersWithTheirRanges() {
    assertEquals(
        List.of(
            new PolicyParameter("least", true, 1, 9, Float.NaN),
            new PolicyParameter("weight", false, -Float.MAX_VALUE, Float.MAX_VALUE, Float.NaN)),
        new PolicyTranslator().check(new PolicySource("Mine", "Mine.java", MINE, false)));
    assertEquals(
        "[theta: float from 0.0 to 1.0, temperature: float from 0.01 to 100.0, standard 1.0]",
        new PolicyTranslator().check(PolicySource.library("Threshold")).toString());
    assertEquals(
        "[beta: float, w1: float, w2: float]",
        new PolicyTranslator().check(PolicySource.library("LogisticRegression")).toString());
  }

  @Test
  void refusesValues() {
    PolicySource mine = new PolicySource("Mine", "Mine.java", MINE, false);
    expect(PolicyCode.PARAMETER_MISSING, () -> loader.load(mine, Map.of("least", 1.0)));
    expect(
        PolicyCode.PARAMETER_UNKNOWN,
        () -> loader.load(mine, Map.of("least", 1.0, "weight", 1.0, "wieght", 1.0)));
    for (double least : new double[] {0, 10, 1.5, Double.NaN, 1e300, Double.NEGATIVE_INFINITY}) {
      expect(
          PolicyCode.PARAMETER_RANGE,
          () -> loader.load(mine, Map.of("least", least, "weight", 1.0)));
    }
    for (double weight : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      expect(
          PolicyCode.PARAMETER_RANGE,
          () -> loader.load(mine, Map.of("least", 1.0, "weight", weight)));
    }
  }

  @Test
  void refusesWhatOnlyJavacSees() {
    String text = MINE.replace("@Override", "int twice() { return 1; } int twice() { return 2; }");
    Diagnostic problem =
        expect(
            PolicyCode.REJECTED,
            () ->
                loader.load(
                    new PolicySource("Mine", "Mine.java", text, false),
                    Map.of("least", 1.0, "weight", 1.0)));
    assertEquals("Mine.java:4:33", problem.at());
  }

  @Test
  void refusesFiles() throws IOException {
    expect(PolicyCode.NOT_FOUND, () -> PolicySource.find("Absent.java", folder));
    expect(PolicyCode.NOT_FOUND, () -> PolicySource.find("Thresold", folder));
    Files.write(folder.resolve("Bytes.java"), new byte[] {(byte) 0xFF, (byte) 0xFE});
    expect(PolicyCode.SYNTAX, () -> PolicySource.find("Bytes.java", folder));
    Files.write(folder.resolve("Large.java"), " ".repeat(70_000).getBytes(StandardCharsets.UTF_8));
    expect(PolicyCode.TOO_LARGE, () -> PolicySource.find("Large.java", folder));
  }

  @Test
  void findsWhatTheManifestNames() {
    for (Optional<String> on : List.of(Optional.<String>empty(), Optional.of("maxProbability"))) {
      assertEquals(
          "Threshold",
          PolicySource.find(
                  new Manifest.PolicySpec("Threshold", on, Map.of(), List.of("theta")), folder)
              .name());
    }
    expect(
        PolicyCode.NOT_FOUND,
        () ->
            PolicySource.find(
                new Manifest.PolicySpec("Threshold", Optional.of("mood"), Map.of(), List.of()),
                folder));
  }

  private static Diagnostic expect(PolicyCode code, Executable action) {
    Diagnostic first = assertThrows(UpcallException.class, action).diagnostics().get(0);
    assertEquals(code, first.code(), first::toString);
    return first;
  }
}
