package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.decision.CPolicy;
import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.compiler.tool.PolicyTwin.Sample;
import dev.upcall.core.decision.Answer;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.decision.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrappers that look at clock and link take Java's verdicts, over whole sequences. */
@Tag("cc")
class HabitTwinTest {
  private static final int SAMPLES = 30_000;

  private final ProcessRunner runner = new ProcessRunner();
  private final PolicyTranslator translator = new PolicyTranslator();

  @TempDir Path folder;

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  static Stream<Arguments> wrapped() {
    Map<String, Double> all =
        Map.of(
            "from", 1300.0,
            "to", 300.0,
            "of.every", 7.0,
            "of.of.interval", 4000.0,
            "of.of.burst", 3.0,
            "of.of.of.of.price", 0.3);
    return Stream.of(
        Arguments.of("Audited Threshold", Map.of("every", 10.0, "of.theta", 0.5), false, "013"),
        Arguments.of("Audited HilN", Map.of("every", 1.0, "of.price", 0.3), true, "23"),
        Arguments.of("Asynchronous Threshold", Map.of("of.theta", 0.5), true, "04"),
        Arguments.of("Asynchronous Meanet", Map.of("of.bound", 0.5, "of.hard", 1.0), false, "14"),
        Arguments.of(
            "RateLimited Threshold", Map.of("interval", 3000.0, "of.theta", 0.5), true, "025"),
        Arguments.of(
            "RateLimited Asynchronous Threshold",
            Map.of("interval", 86400000.0, "burst", 10000.0, "of.of.theta", 0.5),
            true,
            "045"),
        Arguments.of("Quiet Threshold", Map.of("of.theta", 0.5), true, "025"),
        Arguments.of(
            "Quiet Audited Threshold",
            Map.of("from", 300.0, "to", 600.0, "of.of.theta", 0.5),
            true,
            "0235"),
        Arguments.of("Quiet Audited RateLimited Asynchronous HiLcbLite", all, true, "0345"),
        Arguments.of(
            "Budgeted Quiet HiLcbLite", Map.of("rho", 0.2, "of.of.price", 0.2), true, "025"));
  }

  /**
   * @param said ordinals of all verdicts that are to occur
   */
  @ParameterizedTest(name = "{0}, last stage: {2}")
  @MethodSource("wrapped")
  void takesTheSameVerdicts(String use, Map<String, Double> values, boolean last, String said) {
    assumeTrue(runner.find("gcc").isPresent(), "gcc is absent: C twins not compared");
    PolicySource source = source(use);
    PolicyLoader loader = new PolicyLoader(translator);
    Supplier<Policy> maker =
        (last ? loader.behindLastStage() : loader).maker(source, values, OptionalInt.of(10));
    PolicyPlace place = PolicyPlace.anywhere("upcall_policy_0").among(10);
    CPolicy c = translator.translate(source, values, last ? place.asLast() : place);
    List<Sample> samples = samples();
    PolicyTwin twin = new PolicyTwin(runner, folder, c);
    assertEquals(0, twin.compare(maker.get(), samples).mismatches());
    Policy policy = maker.get();
    Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
    for (Sample sample : samples) {
      Scores scores = sample.scores();
      Verdict verdict = policy.decide(scores);
      seen.add(verdict);
      if (verdict.asks()) {
        boolean audited = verdict == Verdict.AUDIT;
        policy.feedback(new Answer(scores, scores.top1(), sample.label(), audited));
      }
    }
    for (Verdict verdict : Verdict.values()) {
      boolean occurs = seen.contains(verdict);
      assertTrue(c.says(verdict) || !occurs, () -> verdict + " is said and not foreseen");
      boolean expected = said.indexOf('0' + verdict.ordinal()) >= 0;
      assertTrue(!expected || occurs, () -> verdict + " never occurs: " + seen);
    }
  }

  /** What needs room on the device is asked for only where some policy says so. */
  @Test
  void whatIsComparedWithIsNotSaid() {
    CPolicy quiet =
        translator.translate(
            source("Quiet Threshold"),
            Map.of("of.theta", 0.5),
            PolicyPlace.anywhere("upcall_policy_0").asLast());
    assertTrue(quiet.looksAround() && quiet.says(Verdict.DEGRADE) && quiet.says(Verdict.UPCALL));
    assertTrue(!quiet.says(Verdict.AUDIT) && !quiet.says(Verdict.LATER));
    CPolicy plain =
        translator.translate(
            source("Asynchronous Threshold"),
            Map.of("of.theta", 0.5),
            PolicyPlace.anywhere("upcall_policy_0").asLast());
    assertTrue(!plain.looksAround() && plain.says(Verdict.LATER));
  }

  private static PolicySource source(String use) {
    String[] names = use.split(" ", 2);
    PolicySource first = PolicySource.find(names[0], Path.of(""));
    return names.length == 1 ? first : first.wrapping(source(names[1]));
  }

  /** Of a device whose clock wraps, that sleeps for days, and whose link comes and goes. */
  private static List<Sample> samples() {
    Random random = new Random(8);
    List<Sample> samples = new ArrayList<>();
    int millis = -5_000_000;
    boolean linked = false;
    for (int n = 0; n < SAMPLES; n++) {
      byte[] logits = new byte[10];
      random.nextBytes(logits);
      millis += random.nextInt(1000) == 0 ? random.nextInt() : random.nextInt(2000);
      linked ^= random.nextInt(20) == 0;
      int minute = random.nextInt(10) == 0 ? -1 : millis >>> 16 & 1023;
      Surroundings around = new Surroundings(millis, 0x1234567, minute, linked);
      Scores scores = around.around(new Scores(logits, 0.03f, 4));
      int label = random.nextInt(10) < 8 ? scores.top1() : random.nextInt(10);
      samples.add(new Sample(scores, label, random.nextInt(10)));
    }
    return samples;
  }
}
