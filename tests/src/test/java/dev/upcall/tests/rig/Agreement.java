package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Checks what a device and its gateway made of samples against Java's replay of the same. */
public final class Agreement {
  private Agreement() {}

  /**
   * Scores to the bit, the verdict, the stage, the bytes that were sent up, and the answer of the
   * whole ensemble.
   */
  public static void check(Prepared prepared, List<Injected> results, Traffic traffic) {
    check(prepared, results, traffic, Outcome::input);
  }

  /**
   * The same where upcalls carry something else.
   *
   * @param carried what they have to carry
   */
  public static void check(
      Prepared prepared,
      List<Injected> results,
      Traffic traffic,
      Function<Outcome, byte[]> carried) {
    Project project = prepared.project();
    List<Outcome> expected = prepared.expected();
    assertEquals(expected.size(), results.size());
    checkVariety(expected, project.manifest().stages().size());
    for (int i = 0; i < results.size(); i++) {
      device("sample " + i, expected.get(i), results.get(i));
    }
    List<Outcome> asked = expected.stream().filter(Outcome::upcall).toList();
    List<UpcallRequest> upcalls = traffic.upcalls();
    assertEquals(asked.size(), upcalls.size(), "upcalls");
    for (int i = 0; i < asked.size(); i++) {
      UpcallRequest upcall = upcalls.get(i);
      assertArrayEquals(
          carried.apply(asked.get(i)), upcall.input().toArray(), "what upcall " + i + " carries");
      assertArrayEquals(asked.get(i).scores(), upcall.scores().toArray(), "scores of upcall " + i);
      assertEquals(asked.get(i).top(), upcall.classIndex());
    }
    List<Injected> answered = results.stream().filter(Agreement::wasUpcalled).toList();
    Collection<String> all = project.manifest().host().members();
    CombinedAnswer[] offline =
        Ensemble.evaluate(project, asked.stream().map(Outcome::input).toList(), all);
    for (int i = 0; i < offline.length; i++) {
      Answer answer = traffic.answerTo(upcalls.get(i));
      assertEquals(offline[i].classIndex(), answer.classIndex(), "class of answer " + i);
      assertEquals(offline[i].confidence(), answer.confidence(), 1e-5f, "confidence " + i);
      assertEquals((1 << all.size()) - 1, answer.members(), "members of answer " + i);
      assertEquals(offline[i].classIndex(), answered.get(i).classIndex(), "class at the device");
    }
  }

  /** The device's own part of one result. */
  public static void device(String sample, Outcome expected, Injected result) {
    assertArrayEquals(expected.scores(), result.scores(), sample + ": scores");
    assertEquals(expected.stage(), result.stage(), sample + ": stage");
    assertEquals(expected.top(), result.result().deviceClass(), sample + ": device's class");
    assertEquals(expected.upcall(), wasUpcalled(result), sample + ": " + result.source());
    if (!expected.upcall()) {
      assertEquals(expected.top(), result.classIndex(), sample + ": class");
    }
  }

  public static boolean wasUpcalled(Injected result) {
    return result.source() != Result.Source.LOCAL;
  }

  /** A ladder that always says the same would agree by accident. */
  private static void checkVariety(List<Outcome> expected, int stages) {
    assertTrue(expected.stream().anyMatch(Outcome::upcall), "some samples are upcalled");
    for (int stage = 0; stage < stages; stage++) {
      int s = stage;
      assertTrue(
          expected.stream().anyMatch(o -> !o.upcall() && o.stage() == s),
          "some samples end at stage " + s);
    }
    assertTrue(expected.stream().map(Outcome::top).distinct().count() > 1, "classes differ");
  }
}
