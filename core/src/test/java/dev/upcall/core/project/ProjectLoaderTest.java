package dev.upcall.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.project.Manifest.DataSpec;
import dev.upcall.core.project.Manifest.PolicySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectLoaderTest {
  @TempDir Path folder;

  @Test
  void readsAWholeManifest() {
    Project project = Manifests.load(folder, Manifests.GOOD);
    Manifest manifest = project.manifest();
    assertEquals(folder.toAbsolutePath(), project.folder());
    assertEquals("tiny", manifest.name());
    assertEquals(List.of("no", "yes"), manifest.classes());
    assertEquals(List.of(2, 2, 1), manifest.input().shape());
    assertEquals(4, manifest.input().size());
    assertEquals(List.of(0.5f), manifest.input().scale());
    assertEquals(255, manifest.input().rawMax());
    assertEquals("frame", manifest.input().feed());
    assertEquals(List.of("small", "deep", "full"), List.copyOf(manifest.members().keySet()));
    assertEquals(Optional.empty(), manifest.members().get("full").features());
    assertEquals(Map.of("deep+small", "heads/both.onnx"), manifest.heads());
    assertEquals(Optional.of("early"), manifest.stages().get(0).exit());
    assertEquals(
        new PolicySpec("LogisticRegression", Optional.empty(), Map.of("bias", -1.5), List.of("p1")),
        manifest.stages().get(1).policy().orElseThrow());
    assertEquals(List.of("heads", "meanLogits"), manifest.host().order());
    assertEquals(200, manifest.host().deadlineMs());
    DataSpec data = manifest.data().orElseThrow();
    assertEquals(List.of("data/tiny.csv"), data.sources());
    assertEquals(0.25, data.splits().fraction(Split.TUNE));
    assertEquals(0, data.splits().fraction(Split.GUARANTEE));
  }

  @Test
  void readsPoliciesAroundPolicies() {
    String policy = "use: Budgeted, rho: 0.2, of: {use: Mine, theta: [0.5, 1], low: tuned}";
    String text = Manifests.with("use: LogisticRegression, bias: -1.5, p1: tuned", policy);
    PolicySpec spec =
        Manifests.load(folder, text).manifest().stages().get(1).policy().orElseThrow();
    assertEquals("Mine", spec.of().orElseThrow().use());
    assertEquals(Map.of("rho", 0.2, "of.theta[0]", 0.5, "of.theta[1]", 1.0), spec.parameters());
    assertEquals(List.of("of.low"), spec.tuned());
  }

  @Test
  void readsWhichParametersMayBePushed() {
    String policy =
        "use: Budgeted, rho: 0.2, pushed: [rho], of: {use: Mine, low: tuned, pushed: [low, b]}";
    String before = "use: LogisticRegression, bias: -1.5, p1: tuned";
    PolicySpec spec =
        Manifests.load(folder, Manifests.with(before, policy))
            .manifest()
            .stages()
            .get(1)
            .policy()
            .orElseThrow();
    assertEquals(List.of("rho", "of.low", "of.b"), spec.pushed());
    assertEquals(List.of("low", "b"), spec.of().orElseThrow().pushed());
    assertEquals(Map.of("rho", 0.2), spec.parameters());
    for (String wrong : List.of("[rho, rho]", "rho", "[1rho]", "[{rho: 1}]")) {
      String text = Manifests.with(before, policy.replace("[rho]", wrong));
      assertFalse(Refused.all(() -> Manifests.load(folder, text)).isEmpty(), wrong);
    }
    String gate = "device:\n  before: {use: Gate.java, pushed: [least]}\n";
    Refused.with(
        ProjectCode.STAGE, () -> Manifests.load(folder, Manifests.with("device:\n", gate)));
  }

  @Test
  void opensTheManifestItself() {
    Manifests.load(folder, Manifests.GOOD);
    assertEquals("tiny", ProjectLoader.load(folder.resolve("ensemble.yaml")).manifest().name());
  }

  @Test
  void refusesAFolderWithoutManifest() {
    Diagnostic diagnostic = Refused.with(ProjectCode.NO_MANIFEST, () -> ProjectLoader.load(folder));
    assertTrue(diagnostic.at().endsWith("ensemble.yaml"));
    Refused.with(ProjectCode.NO_MANIFEST, () -> ProjectLoader.load(folder.resolve("nowhere")));
  }

  @Test
  void readsListsPerChannelRangesAndTestSets() {
    String manifest =
        Manifests.GOOD
            .replace("[2, 2, 1]", "[2, 2, 3]")
            .replace("scale: 0.5, offset: 0", "scale: [1, 2, 3], offset: [-1, -2, -3]")
            .replace("raw: uint8", "raw: uint8\n  range: [10, 20]\n  feed: rows")
            .replace(
                "source: data/tiny.csv", "source: [a.csv, '${D}/b.csv']\n  test: {source: c.csv}")
            .replace("tune: 0.25, test: 0.25", "tune: 0.5");
    Manifest read = Manifests.load(folder, manifest).manifest();
    assertEquals(List.of(1f, 2f, 3f), read.input().scale());
    assertEquals(10, read.input().rawMin());
    assertEquals("rows", read.input().feed());
    assertEquals(List.of("a.csv", "${D}/b.csv"), read.data().orElseThrow().sources());
    assertEquals(List.of("c.csv"), read.data().orElseThrow().testSources());
  }

  @Test
  void needsNeitherDataNorHeadsNorHost() {
    String manifest = Manifests.GOOD;
    manifest = manifest.substring(0, manifest.indexOf("host:"));
    manifest = manifest.replaceAll("(?s)data:\n.*?members:", "members:");
    manifest = manifest.replaceAll("(?s)heads:\n.*?device:", "device:");
    Manifest read = Manifests.load(folder, manifest).manifest();
    assertEquals(Optional.empty(), read.data());
    assertEquals(List.of(), read.host().members());
  }

  /** Each row spoils one thing: text | replacement | code | line | part of what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: tiny            | name: ../tiny               | UP1111 | 1  | letters, digits",
        "name: tiny            | name: [tiny]                | UP1106 | 1  | a list",
        "name: tiny            | nmae: tiny                  | UP1104 | 1  | did you mean"
            + " \"name\"?",
        "[no, yes]             | []                          | UP1112 | 2  | 0 classes",
        "[no, yes]             | [yes]                       | UP1112 | 2  | 1 classes",
        "[no, yes]             | [yes, yes]                  | UP1112 | 2  | twice",
        "[no, yes]             | 2                           | UP1106 | 2  | a list",
        "[no, yes]             | [no, ~]                     | UP1106 | 2  | nothing",
        "[2, 2, 1]             | [2, 2]                      | UP1113 | 4  | 2 sides",
        "[2, 2, 1]             | [65536, 65536, 65536]       | UP1113 | 4  | at most",
        "[2, 2, 1]             | [2, 0, 1]                   | UP1107 | 4  | whole number",
        "[2, 2, 1]             | [2, 2.5, 1]                 | UP1106 | 4  | whole number",
        "raw: uint8            | raw: int32                  | UP1107 | 5  | uint8, int16",
        "raw: uint8            | raw: int16                  | UP1104 | 6  | logMel, mfcc",
        "raw: uint8            | range: [9, 9]               | UP1114 | 5  | least below greatest",
        "scale: 0.5            | scale: .nan                 | UP1106 | 6  | a finite number",
        "scale: 0.5            | scale: 0                    | UP1114 | 6  | constant",
        "scale: 0.5            | scale: [1, 2]               | UP1114 | 6  | one per channel (1)",
        "scale: 0.5            | sacle: 0.5                  | UP1104 | 6  | did you mean"
            + " \"scale\"?",
        "train: 0.5            | train: 0.6                  | UP1116 | 9  | sum to 1.1",
        "train: 0.5            | train: -0.5                 | UP1107 | 9  | 0.0 to 1.0",
        "train: 0.5            | train: .NaN                 | UP1106 | 9  | a finite number",
        "seed: 7               | seed: 7, folds: 5           | UP1116 | 9  | test: 0.2",
        "seed: 7               | seed: 7, folds: 1           | UP1116 | 9  | folds: 1",
        "data/tiny.csv         | /etc/passwd                 | UP1115 | 8  | ${NAME}",
        "data/tiny.csv         | ../other.csv                | UP1115 | 8  | project folder",
        "data/tiny.csv         | ${A B}/x                    | UP1115 | 8  | variable",
        "members/small.onnx    | a/../../x.onnx              | UP1115 | 11 | stays in the project",
        "members/small.onnx    | C:\\x.onnx                  | UP1115 | 11 | stays in the project",
        "small: {model         | sm-all: {model              | UP1111 | 11 | letters",
        "small+deep            | small+depe                  | UP1117 | 15 | did you mean"
            + " \"deep\"?",
        "small+deep            | small                       | UP1118 | 15 | two or more",
        "small+deep            | small+small                 | UP1118 | 15 | two or more",
        "small+deep            | small+full                  | UP1118 | 15 | without features",
        "run: small, policy    | run: smal, policy           | UP1117 | 19 | did you mean"
            + " \"small\"?",
        "run: small, policy    | run: small, exit: early, policy | UP1119 | 19 | second time",
        "run: small, policy    | run: [small, small], policy | UP1119 | 19 | a member twice",
        "run: small, policy    | run: [small], policy        | UP1119 | 19 | 1 members",
        "run: small, policy    | run: [small, deeep], policy | UP1117 | 19 | did you mean"
            + " \"deep\"?",
        "run: small, policy    | run: [small, deep], exit: e, policy | UP1119 | 19 | exit of a"
            + " stage",
        "run: small, policy    | run: small, classes: [no, yse], policy | UP1112 | 19 | did you"
            + " mean",
        "run: small, policy    | run: small, classes: [no, no], policy | UP1112 | 19 | twice",
        "run: small, policy    | run: small, classes: [no], policy | UP1112 | 19 | 1 classes",
        "use: Threshold        | use: 3 things               | UP1107 | 18 | .java file",
        "use: Threshold        | use: ../P.java              | UP1115 | 18 | project folder",
        "bias: -1.5            | bias: high                  | UP1106 | 19 | a finite number",
        "bias: -1.5            | b-s: 1                      | UP1111 | 19 | letters",
        "[small, deep, full]   | [small, deeep]              | UP1117 | 21 | did you mean"
            + " \"deep\"?",
        "[small, deep, full]   | [small, small]              | UP1120 | 21 | twice",
        "[small, deep, full]   | []                          | UP1120 | 21 | no members",
        "[heads, meanLogits]   | [heads]                     | UP1120 | 22 | meanLogits at the end",
        "[heads, meanLogits]   | [heads, vote]               | UP1107 | 22 | one of heads,"
            + " meanLogits",
        "deadlineMs: 200       | deadlineMs: 0               | UP1107 | 22 | 1 to 3600000",
      })
  void refuses(String text, String replacement, String code, int line, String said) {
    List<Diagnostic> all =
        Refused.all(() -> Manifests.load(folder, Manifests.with(text, replacement)));
    Diagnostic diagnostic =
        all.stream().filter(d -> d.code().id().equals(code)).findFirst().orElse(all.get(0));
    assertEquals(code, diagnostic.code().id(), diagnostic::toString);
    assertEquals("ensemble.yaml:" + line, diagnostic.at());
    assertTrue(diagnostic.toString().contains(said), diagnostic::toString);
  }

  @Test
  void refusesTheSameHeadInTwoOrders() {
    String manifest =
        Manifests.with("small+deep: heads/both.onnx", "small+deep: a\n  deep+small: b");
    Refused.with(ProjectCode.HEAD, () -> Manifests.load(folder, manifest));
  }

  @Test
  void refusesAStageThatNeverLetsTheNextRun() {
    String policy = ", policy: {use: Threshold, on: maxProbability, theta: tuned}";
    Diagnostic diagnostic =
        Refused.with(ProjectCode.STAGE, () -> Manifests.load(folder, Manifests.with(policy, "")));
    assertEquals("ensemble.yaml:18", diagnostic.at());
  }

  @Test
  void refusesAMemberThatGoesOnBehindAnother() {
    String stage = "    - {run: small, policy";
    String between = "    - {run: deep, policy: {use: Threshold, theta: 1}}\n";
    Diagnostic diagnostic =
        Refused.with(
            ProjectCode.STAGE,
            () -> Manifests.load(folder, Manifests.with(stage, between + stage)));
    assertEquals("ensemble.yaml:20", diagnostic.at());
    assertTrue(diagnostic.toString().contains("behind stage 1"), diagnostic::toString);
  }

  @Test
  void readsStagesOfSeveralMembersAndOfSomeClasses() {
    String end = "    - {run: small, policy: {use: LogisticRegression, bias: -1.5, p1: tuned}}";
    String several =
        "    - {run: [deep, small], policy: {use: Agreement, theta: 1}}\n"
            + "    - {run: full, exit: hard, classes: [yes, no]}";
    Manifest manifest = Manifests.load(folder, Manifests.with(end, several)).manifest();
    assertEquals(List.of("deep", "small"), manifest.stages().get(1).run());
    assertEquals("deep+small", manifest.stages().get(1).name());
    assertEquals(List.of("yes", "no"), manifest.stages().get(2).classes());
    assertEquals("full/hard", manifest.stages().get(2).name());
  }

  private static String before(String policy) {
    return Manifests.with("device:\n", "device:\n  before: " + policy + "\n");
  }

  @Test
  void readsAPolicyBeforeTheStages() {
    PolicySpec spec =
        Manifests.load(folder, before("{use: Gate.java, w: [1, -2], b: 0.5}"))
            .manifest()
            .before()
            .orElseThrow();
    assertEquals("Gate.java", spec.use());
    assertEquals(Map.of("w[0]", 1.0, "w[1]", -2.0, "b", 0.5), spec.parameters());
    assertEquals(Optional.empty(), Manifests.load(folder, Manifests.GOOD).manifest().before());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{use: Gate.java, b: tuned}     | UP1119 | b: tuned",
        "{use: Gate.java, of: {use: M}} | UP1119 | of of the policy",
        "{use: Gate.java, on: margin}   | UP1119 | on of the policy",
        "{use: ../Gate.java}            | UP1115 | stays in the project",
        "{least: 3}                     | UP1103 | device.before.use",
        "[Gate.java]                    | UP1106 | a list",
      })
  void refusesBeforeTheStages(String policy, String code, String said) {
    Diagnostic diagnostic = Refused.all(() -> Manifests.load(folder, before(policy))).get(0);
    assertEquals(code, diagnostic.code().id(), diagnostic::toString);
    assertEquals("ensemble.yaml:17", diagnostic.at());
    assertTrue(diagnostic.toString().contains(said), diagnostic::toString);
  }

  @Test
  void refusesAPolicyOnAnInputThatComesByRows() {
    String rows = before("{use: Gate.java}").replace("raw: uint8", "raw: uint8\n  feed: rows");
    Diagnostic diagnostic = Refused.with(ProjectCode.STAGE, () -> Manifests.load(folder, rows));
    assertEquals("ensemble.yaml:18", diagnostic.at());
  }

  @Test
  void refusesATestSetBesideATestFraction() {
    String manifest =
        Manifests.with("source: data/tiny.csv", "source: a.csv\n  test: {source: b.csv}");
    Refused.with(ProjectCode.SPLITS, () -> Manifests.load(folder, manifest));
  }

  @Test
  void reportsAllErrorsAtOnce() {
    String manifest =
        Manifests.GOOD
            .replace("name: tiny", "nam: tiny")
            .replace("scale: 0.5", "scale: .inf")
            .replace("run: small", "run: big")
            .replace("deadlineMs: 200", "deadline: 200");
    List<String> codes =
        Refused.all(() -> Manifests.load(folder, manifest)).stream()
            .map(d -> d.code().id())
            .sorted()
            .toList();
    assertEquals(List.of("UP1103", "UP1104", "UP1104", "UP1106", "UP1117", "UP1117"), codes);
  }
}
