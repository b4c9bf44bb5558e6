package dev.upcall.host.gateway;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Agreement;
import dev.upcall.core.decision.Audited;
import dev.upcall.core.decision.HiLcbLite;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Quiet;
import dev.upcall.core.decision.RateLimited;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.tier.Silence;
import dev.upcall.host.tier.TierAbove;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What policies make of an ensemble's answers, with a tier above that says class 0 or nothing. */
class LastStageTest {
  /** Member a says class 1 with 0.73, b class 0; both together say 0. */
  private static final byte[] INPUT = {-127, -126, -125, -120};

  private static final byte[] ALIKE = {-125, -125, -125, -125};

  @TempDir Path folder;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final Gateway gateway = new Gateway(new MemoryJournal(), System::nanoTime, loop);
  private final RecordingConnection device = new RecordingConnection();
  private final Above above = new Above();
  private Project project;

  private static final class Above implements TierAbove {
    private final List<UpcallRequest> asked = new CopyOnWriteArrayList<>();
    private IntFunction<Policy> policies;
    private boolean linked = true;
    private Optional<Silence> silence = Optional.empty();

    @Override
    public Policy policy(int classes) {
      return policies.apply(classes);
    }

    @Override
    public Surroundings surroundings() {
      return new Surroundings(0, 1, -1, linked);
    }

    @Override
    public void ask(UpcallRequest upcall, Duration patience, int classes, Asker asker) {
      asked.add(upcall);
      silence.ifPresentOrElse(
          asker::unanswered, () -> asker.answered(new Answer(upcall.header(), 0, 1, 0b1000)));
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    loop.shutdownNow();
  }

  private void serve(List<String> members, IntFunction<Policy> policies) {
    project = TinyProject.with(TinyProject.in(folder.resolve("tiny")), members, 20_000);
    gateway.serve(project);
    above.policies = policies;
    gateway.above(above);
  }

  private Answer ask(int sequence, byte... input) throws Exception {
    gateway.received(device, Devices.upcall(project, sequence, input));
    return device.next(Answer.class);
  }

  private long count(GatewayCounter counter) {
    return gateway.counters().get(counter);
  }

  @Test
  void aPolicySeesHowManyMembersAgree() throws Exception {
    serve(List.of("a", "b"), classes -> new Agreement(1));
    assertEquals(0b1000, ask(1, INPUT).members());
    assertEquals(0b11, ask(2, ALIKE).members());
    assertEquals(List.of(Devices.upcall(project, 1, INPUT)), above.asked);
    assertEquals(1, count(GatewayCounter.UPCALLS_ABOVE));
    assertEquals(0, count(GatewayCounter.DEGRADED_ANSWERS));
  }

  /** The probabilities are the ensemble's, but for the rounding of scores to int8. */
  @Test
  void aPolicySeesTheEnsemblesProbabilities() throws Exception {
    List<Scores> seen = new CopyOnWriteArrayList<>();
    serve(
        List.of("a"),
        classes ->
            scores -> {
              seen.add(scores);
              return Verdict.ACCEPT;
            });
    Answer answer = ask(1, INPUT);
    assertEquals(1, seen.get(0).top1());
    assertEquals(answer.confidence(), seen.get(0).maxProbability(1), 0.002);
    assertEquals(1, seen.get(0).members());
    assertEquals(1, seen.get(0).agreeing());
  }

  @Test
  void aPolicyLearnsFromTheTierAbove() throws Exception {
    // Accepts what it was once right about; sure of nothing before.
    serve(List.of("b"), classes -> new HiLcbLite(0.5f, 0, 0));
    assertEquals(0b1000, ask(1, INPUT).members());
    assertEquals(0b1, ask(2, INPUT).members());
  }

  @Test
  void aPolicyThatWasWrongIsToldSo() throws Exception {
    serve(List.of("a"), classes -> new HiLcbLite(0.5f, 0, 0));
    assertEquals(0b1000, ask(1, INPUT).members());
    assertEquals(0b1000, ask(2, INPUT).members());
  }

  @Test
  void eachProjectHasAPolicyOfItsOwn() throws Exception {
    serve(List.of("b"), classes -> new HiLcbLite(0.5f, 0, 0));
    ask(1, INPUT);
    assertEquals(0b1, ask(2, INPUT).members());
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    project = TinyProject.with(other, List.of("b"), 20_000);
    gateway.serve(project);
    assertEquals(0b1000, ask(3, INPUT).members());
  }

  @Test
  void anAuditIsOfThisGatewaysOwnAnswerWhichIsGivenAtOnce() throws Exception {
    serve(List.of("a"), classes -> new Audited(1, new Threshold(0, 1)));
    assertEquals(1, ask(1, INPUT).classIndex());
    assertEquals(0, ask(2, ALIKE).classIndex());
    await(
        () ->
            count(GatewayCounter.ABOVE_AUDITS_REFUTED) == 1
                && count(GatewayCounter.ABOVE_AUDITS_CONFIRMED) == 1);
    UpcallRequest audit = above.asked.get(0);
    assertTrue(audit.header().has(Header.AUDIT));
    assertEquals(1, audit.classIndex());
    assertEquals(127, audit.scores().toArray()[1]);
    assertEquals(Bytes.of(INPUT), audit.input());
    assertEquals(0, count(GatewayCounter.DEGRADED_ANSWERS));
  }

  @Test
  void beyondTheRateItsOwnAnswersAreGivenAndMarked() throws Exception {
    serve(List.of("a"), classes -> new RateLimited(1000, 1, new Last(new Threshold(1, 1))));
    assertFalse(ask(1, INPUT).header().has(Header.DEGRADED));
    Answer own = ask(2, INPUT);
    assertTrue(own.header().has(Header.DEGRADED));
    assertEquals(1, own.classIndex());
    assertEquals(1, above.asked.size());
    assertEquals(1, count(GatewayCounter.DEGRADED_ANSWERS));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotAnsweredAboveIsCountedByItsReason(Silence why) throws Exception {
    serve(List.of("a"), classes -> new Threshold(1, 1));
    above.silence = Optional.of(why);
    assertTrue(ask(1, INPUT).header().has(Header.DEGRADED));
    for (Silence reason : Silence.values()) {
      long expected = reason == why ? 1 : 0;
      assertEquals(expected, count(GatewayCounter.valueOf("ABOVE_" + reason)), reason.name());
    }
    assertEquals(1, count(GatewayCounter.DEGRADED_ANSWERS));
  }

  /** Its device has been answered, so that nothing is degraded. */
  @Test
  void anAuditThatIsNotAnsweredIsCountedToo() throws Exception {
    serve(List.of("a"), classes -> new Audited(1, new Threshold(0, 1)));
    above.silence = Optional.of(Silence.LATE);
    assertFalse(ask(1, INPUT).header().has(Header.DEGRADED));
    await(() -> count(GatewayCounter.ABOVE_LATE) == 1);
    assertEquals(0, count(GatewayCounter.DEGRADED_ANSWERS));
  }

  @Test
  void aPolicySeesThatThereIsNoWay() throws Exception {
    serve(List.of("a"), classes -> new Quiet(0, 0, new Last(new Threshold(1, 1))));
    assertFalse(ask(1, INPUT).header().has(Header.DEGRADED));
    loop.submit(() -> above.linked = false).get();
    assertTrue(ask(2, INPUT).header().has(Header.DEGRADED));
    assertEquals(1, above.asked.size());
  }

  /** As the loader of policies places them. */
  private record Last(Policy of) implements Policy {
    @Override
    public Verdict decide(Scores scores) {
      return of.decide(scores).behindLastStage();
    }
  }
}
