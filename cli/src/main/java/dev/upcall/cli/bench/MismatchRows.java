package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.tool.PolicyTwin;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.decision.tune.Isotonic;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.project.Manifest.PolicySpec;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Verdicts of Java's that C does not take, of each built-in policy, over a million scores: those of
 * a case's test samples with noise on their logits, in sequences, with answers that come late.
 */
final class MismatchRows {
  private static final int SEQUENCES = 20;
  private static final int LENGTH = 50_000;
  private static final int NOISE = 12;
  private static final int LATEST = 10;
  private static final int MEMBERS = 5;

  /** Milliseconds from one sample to the next, and minutes of a day. */
  private static final int MOST_APART = 2000;

  private static final int DAY = 1440;

  /** Of policies whose parameters have no standard values; as a tuner might find them. */
  private static final Map<String, Map<String, Double>> PARAMETERS =
      Map.ofEntries(
          Map.entry("Threshold", Map.of("theta", 0.8, "temperature", 1.3)),
          Map.entry("Margin", Map.of("theta", 0.6, "temperature", 1.0)),
          Map.entry("Entropy", Map.of("bound", 0.7, "temperature", 1.0)),
          Map.entry("LogisticRegression", Map.of("beta", -4.4, "w1", 7.5, "w2", 0.1)),
          Map.entry("PerClassThreshold", Map.of("theta", 0.7, "theta[0]", 0.5, "theta[7]", 0.9)),
          Map.entry("Calibrated", calibrated()),
          Map.entry("Agreement", Map.of("theta", 0.6)),
          Map.entry("TwoThreshold", Map.of("low", 0.2, "high", 0.85, "temperature", 1.0)),
          Map.entry("Meanet", Map.of("bound", 1.0, "hard", 0.0, "hard[2]", 1.0, "hard[5]", 1.0)),
          Map.entry("HiLcb", Map.of("price", 0.3)),
          Map.entry("HiLcbLite", Map.of("price", 0.3)),
          Map.entry("HilN", Map.of("price", 0.3)));

  private static final PolicySpec THRESHOLD =
      new PolicySpec("Threshold", Optional.empty(), PARAMETERS.get("Threshold"), List.of());

  /** Of wrappers; they wrap a threshold. */
  private static final Map<String, Map<String, Double>> WRAPPERS =
      Map.of(
          "Budgeted", Map.of("rho", 0.2),
          "Audited", Map.of("every", 10.0),
          "Asynchronous", Map.of(),
          "RateLimited", Map.of("interval", 2000.0, "burst", 3.0),
          "Quiet", Map.of("from", 1300.0, "to", 300.0));

  private MismatchRows() {}

  /** With a table that rises in uneven steps. */
  private static Map<String, Double> calibrated() {
    Map<String, Double> values = new HashMap<>(Map.of("theta", 0.8));
    for (int lead = 0; lead < Isotonic.LEADS; lead++) {
      values.put("table[" + lead + "]", 1 - 0.6 / (1 + 0.01 * lead * (lead % 7 + lead)));
    }
    return Map.copyOf(values);
  }

  static List<BenchRow> of(DecisionCase one, List<String> skipped) throws IOException {
    List<BenchRow> rows = new ArrayList<>();
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String use : PolicySource.BUILT_IN) {
        Optional<PolicySpec> spec = spec(use);
        if (spec.isPresent()) {
          rows.add(row(one, spec.get(), runner));
        } else {
          skipped.add(one.row("policy." + use) + ": no parameters to try it with here");
        }
      }
    }
    return rows;
  }

  private static Optional<PolicySpec> spec(String use) {
    return Optional.ofNullable(WRAPPERS.get(use))
        .map(values -> wrapper(use, values))
        .or(
            () ->
                Optional.ofNullable(PARAMETERS.get(use))
                    .map(values -> new PolicySpec(use, Optional.empty(), values, List.of())));
  }

  private static PolicySpec wrapper(String use, Map<String, Double> own) {
    Map<String, Double> values = new TreeMap<>(own);
    THRESHOLD.parameters().forEach((name, value) -> values.put("of." + name, value));
    return new PolicySpec(use, Optional.empty(), values, List.of(), Optional.of(THRESHOLD));
  }

  private static BenchRow row(DecisionCase one, PolicySpec spec, ProcessRunner runner)
      throws IOException {
    String use = spec.use();
    Map<String, Double> values = spec.parameters();
    LabelledScores test = one.test().stages().get(0);
    Scores first = test.scores().get(0);
    int classes = first.count();
    PolicyTranslator translator = new PolicyTranslator();
    PolicySource source = PolicySource.find(spec, Path.of(""));
    Supplier<Policy> maker =
        new PolicyLoader(translator)
            .behindLastStage()
            .maker(source, values, OptionalInt.of(classes));
    QParams logits = new QParams(first.scale(), first.zeroPoint());
    CPolicy c =
        translator.translate(
            source,
            values,
            new PolicyPlace(
                "upcall_policy_0",
                true,
                Optional.of(new PolicyPlace.StageScores(classes, logits))));
    Path folder =
        Home.path("firmware-out/bench/decisions/twins").resolve(use).toAbsolutePath().normalize();
    Files.createDirectories(folder);
    PolicyTwin twin = new PolicyTwin(runner, folder, c);
    long mismatches = 0;
    long accepted = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      PolicyTwin.Comparison found = twin.compare(maker.get(), samples(test, sequence));
      mismatches += found.mismatches();
      accepted += found.accepted();
    }
    long n = (long) SEQUENCES * LENGTH;
    return BenchRow.lower(one.row("policy." + use + ".mismatches"), mismatches, "verdicts", n)
        .target(0)
        .note("accepts %d %%".formatted(100 * accepted / n));
  }

  private static List<PolicyTwin.Sample> samples(LabelledScores test, int sequence) {
    Random random = new Random(sequence);
    List<PolicyTwin.Sample> samples = new ArrayList<>();
    int millis = random.nextInt();
    for (int n = 0; n < LENGTH; n++) {
      millis += random.nextInt(MOST_APART);
      int sample = random.nextInt(test.size());
      Scores scores = test.scores().get(sample);
      byte[] logits = scores.logits().clone();
      for (int c = 0; c < logits.length; c++) {
        int noisy = logits[c] + random.nextInt(2 * NOISE + 1) - NOISE;
        logits[c] = (byte) Math.max(-128, Math.min(127, noisy));
      }
      int members = 1 + random.nextInt(MEMBERS);
      int agreeing = random.nextInt(members + 1);
      Surroundings around =
          new Surroundings(millis, sequence, random.nextInt(DAY + 1) - 1, random.nextInt(8) != 0);
      samples.add(
          new PolicyTwin.Sample(
              new Scores(logits, scores.scale(), scores.zeroPoint(), members, agreeing, around),
              test.labels()[sample],
              random.nextInt(LATEST)));
    }
    return samples;
  }
}
