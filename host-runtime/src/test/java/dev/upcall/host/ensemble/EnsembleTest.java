package dev.upcall.host.ensemble;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.host.HostCode;
import dev.upcall.host.member.Member;
import dev.upcall.host.member.Question;
import dev.upcall.host.testing.ScriptedMember;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);

  /** One sample, whose reals are 1, 2, 3 and 4. */
  private static final Question BATCH =
      Question.inputs(
          List.of(new byte[] {-127, -126, -125, -124}), new Preprocessor(TinyProject.INPUT));

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedMember a = new ScriptedMember("a");
  private final ScriptedMember b = new ScriptedMember("b");
  private final ScriptedMember c = new ScriptedMember("c");

  @AfterEach
  void stopLoop() {
    a.release();
    b.release();
    c.release();
    loop.shutdownNow();
  }

  @Test
  void allAnswerWhenAllAreWell() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      assertEquals(List.of("a", "b", "c"), ask(ensemble, LONG).members());
    }
  }

  @Test
  void aHangingMemberCostsOneDeadlineAndNoMore() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      b.hang();
      assertEquals(List.of("a", "c"), ask(ensemble, SHORT).members());
      // From here on nobody waits for it: a deadline of 20 s would fail the test's time limit.
      for (int i = 0; i < 10; i++) {
        assertEquals(List.of("a", "c"), ask(ensemble, LONG).members());
      }
      assertEquals(MemberState.OVERDUE, state(ensemble, "b"));
      b.release();
      await(() -> state(ensemble, "b") == MemberState.UP);
      assertEquals(List.of("a", "b", "c"), ask(ensemble, LONG).members());
    }
  }

  /** The one that hangs is in time for nothing, and yet it says how long it took. */
  @Test
  void eachMembersTimeIsTold() throws Exception {
    Map<String, Duration> times = new ConcurrentHashMap<>();
    try (Ensemble ensemble = ensemble()) {
      ensemble.onMember((member, took) -> times.merge(member, took, Duration::plus));
      b.hang();
      c.fail();
      assertEquals(List.of("a"), ask(ensemble, SHORT).members());
      assertEquals(Set.of("a"), times.keySet());
      assertTrue(times.get("a").compareTo(SHORT) < 0, times.toString());
      b.release();
      await(() -> times.containsKey("b"));
      assertTrue(times.get("b").compareTo(SHORT) >= 0, times.toString());
      assertEquals(Set.of("a", "b"), times.keySet());
    }
  }

  @Test
  void itIsBusyWhileAMemberThatIsWaitedForHasWork() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      b.hang();
      var answer = ensemble.answer(BATCH, SHORT);
      assertTrue(isBusy(ensemble));
      answer.get(10, TimeUnit.SECONDS);
      assertFalse(isBusy(ensemble), "nobody waits for the hanging one any more");
      b.release();
      await(() -> state(ensemble, "b") == MemberState.UP);
      ask(ensemble, LONG);
      assertFalse(isBusy(ensemble));
    }
  }

  @Test
  void batchesThatWaitForTheSameHangingMemberGoTogether() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      b.hang();
      var first = ensemble.answer(BATCH, SHORT);
      var second = ensemble.answer(BATCH, LONG);
      assertEquals(List.of("a", "c"), first.get(10, TimeUnit.SECONDS).get(0).members());
      assertEquals(List.of("a", "c"), second.get(10, TimeUnit.SECONDS).get(0).members());
    }
  }

  @Test
  void aMemberThatThrowsCostsNothing() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      a.fail();
      assertEquals(List.of("b", "c"), ask(ensemble, LONG).members());
      a.recover();
      assertEquals(List.of("a", "b", "c"), ask(ensemble, LONG).members());
    }
  }

  @Test
  void aKilledMemberIsMissingAtOnceAndComesBack() throws Exception {
    try (Ensemble ensemble = ensemble()) {
      c.hang();
      var waiting = ensemble.answer(BATCH, LONG);
      ensemble.disable("c").get(10, TimeUnit.SECONDS);
      assertEquals(List.of("a", "b"), waiting.get(10, TimeUnit.SECONDS).get(0).members());
      assertEquals(MemberState.DOWN, state(ensemble, "c"));
      assertEquals(List.of("a", "b"), ask(ensemble, LONG).members());

      // Its old life still hangs; the new one has a thread of its own.
      c.recover();
      ensemble.enable("c").get(10, TimeUnit.SECONDS);
      assertEquals(List.of("a", "b", "c"), ask(ensemble, LONG).members());
      assertEquals(2, c.opened());
    }
    a.awaitClosed();
  }

  @Test
  void theFirstToComeAnswersWhenTheDeadlineFoundNothing() throws Exception {
    try (Ensemble ensemble = ensemble("a")) {
      a.hang();
      var answer = ensemble.answer(BATCH, Duration.ofMillis(500));
      await(() -> state(ensemble, "a") == MemberState.OVERDUE);
      a.release();
      assertEquals(List.of("a"), answer.get(10, TimeUnit.SECONDS).get(0).members());
    }
  }

  @Test
  void withNobodyAliveThereIsADiagnostic() throws Exception {
    try (Ensemble ensemble = ensemble("a")) {
      ensemble.disable("a");
      assertEquals(HostCode.NO_ANSWER, failure(ensemble, LONG));
      ensemble.enable("a");
      a.hang();
      assertEquals(HostCode.NO_ANSWER, failure(ensemble, SHORT));
    }
  }

  @Test
  void aMemberThatCannotBeOpenedIsDown() throws Exception {
    b.failToOpen();
    try (Ensemble ensemble = ensemble()) {
      assertEquals(List.of("a", "c"), ask(ensemble, LONG).members());
      await(() -> state(ensemble, "b") == MemberState.DOWN);
    }
  }

  @Test
  void anUnknownMemberIsRefused() {
    try (Ensemble ensemble = ensemble()) {
      assertThrows(UpcallException.class, () -> ensemble.disable("z"));
    }
  }

  @Test
  void aLoadedProjectServesWithTheHeadOfTheSubsetAlive(@TempDir Path folder) throws Exception {
    try (Ensemble ensemble = Ensemble.of(EnsembleModels.load(TinyProject.in(folder)), loop)) {
      assertEquals(15, ask(ensemble, LONG).logits()[0]);
      ensemble.disable("b");
      assertEquals(10, ask(ensemble, LONG).logits()[0]);
      ensemble.disable("c");
      assertEquals(1, ask(ensemble, LONG).logits()[0]);
      ensemble.enable("b");
      ensemble.enable("c");
      assertEquals(15, ask(ensemble, LONG).logits()[0]);
    }
  }

  private Ensemble ensemble(String... names) {
    List<String> wanted = names.length == 0 ? List.of("a", "b", "c") : List.of(names);
    Map<String, Supplier<? extends Member>> openers = new LinkedHashMap<>();
    for (ScriptedMember member : List.of(a, b, c)) {
      if (wanted.contains(member.name())) {
        openers.put(member.name(), member::open);
      }
    }
    return new Ensemble("tiny", openers, new MeanLogitsCombiner(), loop);
  }

  private static CombinedAnswer ask(Ensemble ensemble, Duration budget) throws Exception {
    return ensemble.answer(BATCH, budget).get(10, TimeUnit.SECONDS).get(0);
  }

  private static Object failure(Ensemble ensemble, Duration budget) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> ask(ensemble, budget));
    return ((UpcallException) e.getCause()).diagnostics().get(0).code();
  }

  private boolean isBusy(Ensemble ensemble) throws Exception {
    return loop.submit(ensemble::isBusy).get(10, TimeUnit.SECONDS);
  }

  private static MemberState state(Ensemble ensemble, String member) {
    return ensemble.states().join().get(member);
  }
}
