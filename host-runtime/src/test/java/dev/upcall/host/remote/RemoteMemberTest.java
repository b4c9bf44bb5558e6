package dev.upcall.host.remote;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.BreakerRules;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.MeanLogitsCombiner;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.ensemble.OutputShape;
import dev.upcall.host.member.Question;
import dev.upcall.host.member.Wanted;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.testing.TinyProject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member in other processes, whose parts the test plays. */
class RemoteMemberTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final long SIGNATURE = 5;

  /** What was sent to whom, in order; the id is the index. */
  private record Sent(String replica, int samples) {}

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong();
  private final RemoteMember member =
      new RemoteMember(
          new Address("tiny", SIGNATURE, "a", new OutputShape(2, Wanted.LOGITS, 0)),
          this::send,
          new RemoteSettings(
              Brokers.parse("tcp://none:1"),
              MqttSecurity.NONE,
              "home",
              "gateway",
              Set.of("a"),
              3,
              new BreakerRules(3, Duration.ofMillis(20), Duration.ofMillis(40))),
          now::get,
          loop);
  private Ensemble ensemble;

  private Optional<Integer> send(Replica to, Wanted wanted, int boundary, List<byte[]> carried) {
    sent.add(new Sent(to.name(), carried.size()));
    return Optional.of(sent.size() - 1);
  }

  @BeforeEach
  void start() {
    ensemble = new Ensemble("tiny", List.of(member), new MeanLogitsCombiner(), loop);
  }

  @AfterEach
  void stop() {
    ensemble.close();
    loop.shutdownNow();
  }

  @Test
  void aReplicaAnswers() throws Exception {
    assertEquals(MemberState.DOWN, state());
    beat("one", 1);
    assertEquals(MemberState.UP, state());
    var answer = ask(LONG);
    answer(0, 1);
    assertEquals(List.of(3f, 4f), logits(answer));
  }

  @Test
  void batchesGoToWhomHasLeastToDo() throws Exception {
    beat("one", 1);
    beat("two", 2);
    ask(LONG);
    ask(LONG);
    ask(LONG);
    assertEquals(List.of("one", "two", "one"), names());
  }

  @Test
  void whatALostReplicaWasAskedGoesToTheSpareAtOnce() throws Exception {
    beat("one", 1);
    beat("two", 2);
    var answer = ask(LONG);
    onLoop(() -> member.lost("one", "told so"));
    assertEquals(List.of("one", "two"), names());
    answer(1, 2);
    assertEquals(List.of(3f, 4f), logits(answer));
    assertEquals(MemberState.UP, state());
  }

  @Test
  void withoutASpareTheOthersNeedNotWait() throws Exception {
    beat("one", 1);
    var answer = ask(LONG);
    onLoop(() -> member.lost("one", "told so"));
    assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
    assertEquals(MemberState.DOWN, state());
  }

  @Test
  void aNewLifeIsAskedAtOnceAndTheOldOnesAnswersAreNobodys() throws Exception {
    beat("one", 1);
    ask(SHORT);
    await(() -> state() == MemberState.OVERDUE);
    beat("one", 2);
    assertEquals(MemberState.UP, state());
    int id = sent.size();
    var answer = ask(LONG);
    answer(id, 1);
    assertFalse(answer.isDone());
    answer(id, 2);
    assertEquals(List.of(3f, 4f), logits(answer));
  }

  @Test
  void aMissedDeadlineEndsTheAskingUntilAProbeComesBack() throws Exception {
    beat("one", 1);
    ask(SHORT);
    await(() -> state() == MemberState.OVERDUE);
    await(() -> sent.size() > 2);
    assertEquals(new Sent("one", 0), sent.get(1));
    assertEquals(new Sent("one", 0), sent.get(2));
    probed(1, 1);
    assertEquals(MemberState.UP, state());

    // Half open: one batch may try, and success makes it whole.
    int id = sent.size();
    var answer = ask(LONG);
    assertEquals(MemberState.OVERDUE, state());
    answer(id, 1);
    assertEquals(List.of(3f, 4f), logits(answer));
    assertEquals(MemberState.UP, state());
    ask(LONG);
    assertEquals(MemberState.UP, state());
  }

  @Test
  void aLateAnswerStillCounts() throws Exception {
    beat("one", 1);
    var answer = ask(Duration.ofMillis(500));
    await(() -> state() == MemberState.OVERDUE);
    answer(0, 1);
    assertEquals(List.of(3f, 4f), logits(answer));
  }

  @Test
  void whatHangsBehindALateBatchMovesToTheSpare() throws Exception {
    beat("one", 1);
    ask(SHORT);
    var second = ask(LONG);
    beat("two", 2);
    await(() -> names().contains("two"));
    answer(names().indexOf("two"), 2);
    assertEquals(List.of(3f, 4f), logits(second));
    assertEquals(MemberState.UP, state());
  }

  @Test
  void anIdleSpareIsAskedAfterHalfOfTheTime() throws Exception {
    beat("one", 1);
    beat("two", 2);
    var answer = ask(Duration.ofMillis(400));
    await(() -> sent.size() == 2);
    answer(1, 2);
    assertEquals(List.of(3f, 4f), logits(answer));
    answer(0, 1);
    assertEquals(List.of("one", "two"), names());
  }

  @Test
  void refusalsGoElsewhereAndAfterThreeNobodyAsksThere() throws Exception {
    beat("one", 1);
    for (int i = 0; i < 3; i++) {
      var answer = ask(LONG);
      int id = i;
      onLoop(
          () -> member.answered(new Refusal(id, SIGNATURE, 1, Refusal.Reason.FAILED, "told so")));
      assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
    }
    assertEquals(MemberState.OVERDUE, state());
    beat("two", 2);
    ask(LONG);
    await(() -> names().contains("two"));
  }

  @Test
  void anAnswerOfAnotherSizeIsNone() throws Exception {
    beat("one", 1);
    var answer = ask(LONG);
    Response wrong = new Response(0, SIGNATURE, 1, 3, 0, List.of(new float[3]));
    onLoop(() -> member.answered(wrong));
    assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whoMissesThreeBeatsIsAskedNoMoreAndAnswersAllTheSame() throws Exception {
    beat("one", 1);
    var answer = ask(LONG);
    now.addAndGet(3 * PERIOD.toNanos());
    onLoop(member::sweep);
    assertEquals(MemberState.UP, state());
    now.addAndGet(1);
    onLoop(member::sweep);
    assertEquals(MemberState.OVERDUE, state());
    answer(0, 1);
    assertEquals(List.of(3f, 4f), logits(answer));
    now.addAndGet(3 * PERIOD.toNanos() + 1);
    beat("one", 1);
    assertEquals(MemberState.UP, state());
  }

  @Test
  void whoMissesManyBeatsIsForgotten() throws Exception {
    beat("one", 1);
    now.addAndGet(30 * PERIOD.toNanos() + 1);
    onLoop(member::sweep);
    assertEquals(MemberState.DOWN, state());
  }

  @Test
  void moreReplicasThanThereIsRoomForAreNotTaken() throws Exception {
    for (int i = 0; i < 64; i++) {
      beat("r" + i, i);
    }
    beat("a-first-by-name", 64);
    ask(LONG);
    assertEquals(List.of("r0"), names());
    onLoop(() -> member.lostAll("told so"));
    assertEquals(MemberState.DOWN, state());
  }

  @Test
  void anAnswerSaysThatWhatWasAskedBeforeIsLost() throws Exception {
    beat("one", 1);
    var first = ask(LONG);
    var second = ask(LONG);
    answer(1, 1);
    assertEquals(List.of(3f, 4f), logits(second));
    assertThrows(ExecutionException.class, () -> first.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatWasLostOnTheWayIsForgottenWhenAProbeComesBack() throws Exception {
    beat("one", 1);
    for (int i = 0; i < 8; i++) {
      ask(SHORT);
    }
    await(() -> state() == MemberState.OVERDUE);
    await(() -> sent.size() > 8);
    probed(8, 1);
    // Eight under way were all that it may have.
    assertEquals(MemberState.UP, state());
  }

  /** Its beats are back, and what it was asked before never comes. */
  @Test
  void aReplicaThatIsTriedIsProbedUntilNothingIsInItsWay() throws Exception {
    beat("one", 1);
    ask(SHORT);
    await(() -> state() == MemberState.OVERDUE);
    now.addAndGet(3 * PERIOD.toNanos() + 1);
    beat("one", 1);
    int probe = sent.size();
    await(() -> sent.size() > probe);
    assertEquals(new Sent("one", 0), sent.get(probe));
    probed(probe, 1);
    assertEquals(MemberState.UP, state());
  }

  @Test
  void aReplicaThatIsTriedWithWhatAnotherMissedIsProbedToo() throws Exception {
    beat("one", 1);
    ask(SHORT);
    await(() -> sent.size() > 1);
    probed(1, 1);
    beat("two", 2);
    ask(SHORT.multipliedBy(2));
    ask(SHORT.multipliedBy(4));
    Sent batch = new Sent("one", 1);
    await(() -> Collections.frequency(List.copyOf(sent), batch) == 2);
    int moved = sent.lastIndexOf(batch);
    await(() -> sent.lastIndexOf(new Sent("one", 0)) > moved);
  }

  private CompletableFuture<List<CombinedAnswer>> ask(Duration budget) throws Exception {
    Question question = Question.inputs(List.of(new byte[4]), new Preprocessor(TinyProject.INPUT));
    var answer = ensemble.answer(question, budget);
    onLoop(() -> {});
    return answer;
  }

  private static List<Float> logits(CompletableFuture<List<CombinedAnswer>> answer)
      throws Exception {
    float[] logits = answer.get(10, TimeUnit.SECONDS).get(0).logits();
    return List.of(logits[0], logits[1]);
  }

  private void beat(String replica, int boot) throws Exception {
    onLoop(() -> member.beat(replica, new Beat(1, SIGNATURE, boot, PERIOD)));
  }

  private void answer(int id, int boot) throws Exception {
    List<float[]> rows = List.of(new float[] {3, 4});
    onLoop(() -> member.answered(new Response(id, SIGNATURE, boot, 2, 0, rows)));
  }

  private void probed(int id, int boot) throws Exception {
    onLoop(() -> member.answered(new Response(id, SIGNATURE, boot, 0, 0, List.of())));
  }

  private List<String> names() {
    synchronized (sent) {
      return sent.stream().map(Sent::replica).toList();
    }
  }

  private MemberState state() {
    return ensemble.states().join().get("a");
  }

  private void onLoop(Runnable work) throws Exception {
    loop.submit(work).get(10, TimeUnit.SECONDS);
  }
}
