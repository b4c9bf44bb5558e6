package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.MessageType;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway asks of its journal, and does with what it says. */
class GatewayJournalTest {
  private static final byte[] INPUT = {-127, -126, -125, -120};

  @TempDir Path folder;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedJournal journal = new ScriptedJournal();
  private final Gateway gateway = new Gateway(journal, System::nanoTime, loop);
  private final RecordingConnection device = new RecordingConnection();
  private Project project;

  @BeforeEach
  void serve() {
    project = TinyProject.in(folder.resolve("tiny"));
    gateway.serve(project);
  }

  @AfterEach
  void stop() {
    journal.reading.complete(null);
    gateway.close();
    loop.shutdownNow();
  }

  @Test
  void nothingIsWorkedOnThatWasNotStored() throws Exception {
    journal.failing = true;
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    sync();
    assertEquals(1, count(GatewayCounter.NOT_STORED));
    assertEquals(Ack.Code.BUSY, device.next(Ack.class).code());
    assertEquals(0, device.rest().size());
    journal.failing = false;
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    device.next(Answer.class);
  }

  @Test
  void onlyADurableJournalIsAcknowledged() throws Exception {
    journal.durable = true;
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    Ack ack = device.next(Ack.class);
    assertEquals(Ack.Code.STORED, ack.code());
    assertEquals(MessageType.UPCALL, ack.ofType().orElseThrow());
    device.next(Answer.class);
  }

  @Test
  void whatTheJournalHoldsIsAnsweredWithoutBeingAskedAgain() throws Exception {
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    journal.store(Devices.upcall(other, 5, INPUT));
    gateway.serve(other);
    UpcallKey key = new UpcallKey(1, 2, 5);
    assertTrue(journal.awaitAnswer(key));
    gateway.received(device, Devices.upcall(other, 5, INPUT));
    assertEquals(0b111, device.next(Answer.class).members());
    assertEquals(1, count(GatewayCounter.DUPLICATES));
  }

  /** A device whose upcall is stored does not ask again. */
  @Test
  void theAnswerToAReplayedUpcallGoesToWhereItsDeviceAnnouncesItself() throws Exception {
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    journal.store(Devices.upcall(other, 5, INPUT));
    gateway.serve(other);
    assertTrue(journal.awaitAnswer(new UpcallKey(1, 2, 5)));
    gateway.received(device, Devices.birth(other, 1, 3));
    sync();
    assertEquals(0, device.rest().size(), "not for another start");
    gateway.received(device, Devices.birth(other, 1, 2));
    assertEquals(5, device.next(Answer.class).header().sequence());
  }

  @Test
  void whoAnnouncesAnothersNumberDoesNotGetInTheWayOfItsAnswers() throws Exception {
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    gateway.received(device, Devices.birth(project, 1, 2));
    gateway.received(new RecordingConnection(), Devices.birth(project, 1, 3));
    sync();
    journal.store(Devices.upcall(other, 5, INPUT));
    gateway.serve(other);
    assertEquals(5, device.next(Answer.class).header().sequence());
  }

  /** The transport may have lost it, and its device does not ask again. */
  @Test
  void anAnswerIsSentAgainToADeviceThatAnnouncesItself() throws Exception {
    AtomicLong skew = new AtomicLong();
    journal.durable = true;
    try (Gateway next = new Gateway(journal, () -> System.nanoTime() + skew.get(), loop)) {
      next.serve(project);
      next.received(device, Devices.upcall(project, 1, INPUT));
      device.next(Ack.class);
      Answer answer = device.next(Answer.class);
      RecordingConnection again = new RecordingConnection();
      next.received(again, Devices.birth(project, 1, 3));
      sync();
      assertEquals(0, again.rest().size(), "not for another start");
      next.received(again, Devices.birth(project, 1, 2));
      assertEquals(answer, again.next(Answer.class));
      skew.addAndGet(TimeUnit.SECONDS.toNanos(10));
      next.received(again, Devices.birth(project, 1, 2));
      assertEquals(answer, again.next(Answer.class), "it may wait for its last one");
      next.received(device, Devices.upcall(project, 2, INPUT));
      device.next(Ack.class);
      Answer second = device.next(Answer.class);
      skew.addAndGet(TimeUnit.SECONDS.toNanos(10));
      next.received(again, Devices.birth(project, 1, 2));
      assertEquals(second, again.next(Answer.class));
      sync();
      assertEquals(0, again.rest().size(), "the others not for ever");
    }
  }

  /** It may never have left the process that noted it. */
  @Test
  void theLastAnswersOfBeforeAreSentAgain() throws Exception {
    Answer first = new Answer(Devices.header(project, 1, 2, 3), 0, 1, 1);
    Answer last = new Answer(Devices.header(project, 1, 2, 4), 0, 1, 1);
    journal.answersOfBefore =
        List.of(
            new Journal.Noted(first, Duration.ofSeconds(9)),
            new Journal.Noted(last, Duration.ofSeconds(8)));
    AtomicLong skew = new AtomicLong();
    try (Gateway next = new Gateway(journal, () -> System.nanoTime() + skew.get(), loop)) {
      next.serve(project);
      skew.addAndGet(TimeUnit.SECONDS.toNanos(10));
      next.received(device, Devices.birth(project, 1, 2));
      assertEquals(first, device.next(Answer.class), "however long its device took");
      assertEquals(last, device.next(Answer.class));
      next.received(device, Devices.birth(project, 1, 2));
      sync();
      assertEquals(0, device.rest().size());
    }
  }

  /** Else a crash in between would let a copy get other bytes. */
  @Test
  void ofADurableJournalAnAnswerLeavesWhenItIsNoted() throws Exception {
    journal.durable = true;
    journal.noting = new CompletableFuture<>();
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    device.next(Ack.class);
    assertTrue(journal.awaitAnswer(new UpcallKey(1, 2, 1)));
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    sync();
    assertEquals(0, device.rest().size());
    journal.noting.completeExceptionally(new IOException("no space left on device"));
    device.next(Answer.class);
    sync();
    assertEquals(0, device.rest().size());
  }

  /** A device whose upcall is stored does not send it again. */
  @Test
  void whatIsStoredAndFailsIsWorkedOnAgainWhenAMemberIsBack() throws Exception {
    journal.durable = true;
    // Else the first look, of when members were up, could find what is stored and failed by then.
    assertTrue(journal.listed.await(10, TimeUnit.SECONDS));
    sync();
    members(false);
    gateway.received(device, Devices.birth(project, 1, 2));
    for (int sequence = 1; sequence <= 3; sequence++) {
      gateway.received(device, Devices.upcall(project, sequence, INPUT));
      assertEquals(Ack.Code.STORED, device.next(Ack.class).code());
    }
    sync();
    assertEquals(3, count(GatewayCounter.UNANSWERED));
    members(true);
    for (int i = 0; i < 3; i++) {
      device.next(Answer.class);
    }
    sync();
    assertEquals(0, device.rest().size());
    assertEquals(List.of(), journal.unanswered(Devices.header(project, 1, 2, 1).signature()));
  }

  /** Else a restart would burn all that is stored before the first replica is known. */
  @Test
  void nothingOfBeforeIsWorkedOnWhileNoMemberIsUp() throws Exception {
    journal.durable = true;
    try (Rounds rounds = new Rounds()) {
      rounds.store(1);
      for (String member : TinyProject.MEMBERS) {
        rounds.served.ensemble().disable(member).get(10, TimeUnit.SECONDS);
      }
      rounds.replay.start(loop);
      sync();
      assertEquals(0, rounds.begun.size());
      rounds.served.ensemble().enable("c").get(10, TimeUnit.SECONDS);
      rounds.replay.start(loop);
      sync();
      assertEquals(1, rounds.begun.size());
    }
  }

  /** Answers that the disk does not take are kept in memory; so they must not become many. */
  @Test
  void aReplayWaitsForTheDiskAndPausesWhenItRefuses() {
    journal.durable = true;
    try (Rounds rounds = new Rounds()) {
      rounds.store(1000);
      rounds.replay.round();
      rounds.replay.round();
      assertEquals(256, rounds.begun.size());
      rounds.end(false);
      assertEquals(256, rounds.begun.size(), "no pause");
      for (int i = 0; i < 255; i++) {
        rounds.end(false);
      }
      rounds.replay.round();
      rounds.replay.round();
      assertEquals(257, rounds.begun.size(), "more than one for a try");
      rounds.end(true);
      assertEquals(257 + 256, rounds.begun.size());
    }
  }

  @Test
  void noMoreIsReplayedThanTheDiskHasTakenTheAnswersOf() throws Exception {
    journal.durable = true;
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    for (int sequence = 1; sequence <= 300; sequence++) {
      journal.store(Devices.upcall(other, sequence, INPUT));
    }
    journal.noting = new CompletableFuture<>();
    gateway.serve(other);
    assertTrue(journal.awaitAnswer(new UpcallKey(1, 2, 256)));
    sync();
    assertEquals(256, gateway.status().get(10, TimeUnit.SECONDS).open());
    journal.noting.complete(null);
    assertTrue(journal.awaitAnswer(new UpcallKey(1, 2, 300)));
  }

  /** While the disk takes its time over what is stored, the loop has other things to do. */
  @Test
  void theLoopDoesNotWaitForTheDiskOfAReplay() throws Exception {
    journal.durable = true;
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    for (int sequence = 1; sequence <= 1000; sequence++) {
      journal.store(Devices.upcall(other, sequence, INPUT));
    }
    journal.reading = new CompletableFuture<>();
    gateway.serve(other);
    assertTrue(journal.readBegun.await(10, TimeUnit.SECONDS));
    assertEquals(0, gateway.status().get(10, TimeUnit.SECONDS).open());
    gateway.received(device, Devices.upcall(project, 5000, INPUT));
    assertEquals(Ack.Code.STORED, device.next(Ack.class).code());
    device.next(Answer.class);
    // One that is being read comes again meanwhile: it is worked on once.
    gateway.received(device, Devices.upcall(other, 1, INPUT));
    assertEquals(Ack.Code.STORED, device.next(Ack.class).code());
    device.next(Answer.class);
    journal.reading.complete(null);
    assertTrue(journal.awaitAnswer(new UpcallKey(1, 2, 1000)));
    gateway.drain().get(10, TimeUnit.SECONDS);
    assertEquals(1001, count(GatewayCounter.ANSWERS));
  }

  /** What is read while a drain begins stays in the journal. */
  @Test
  void nothingThatWasReadIsBegunAfterADrain() throws Exception {
    journal.durable = true;
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    journal.store(Devices.upcall(other, 1, INPUT));
    journal.reading = new CompletableFuture<>();
    gateway.serve(other);
    assertTrue(journal.readBegun.await(10, TimeUnit.SECONDS));
    gateway.drain().get(10, TimeUnit.SECONDS);
    journal.reading.complete(null);
    sync();
    assertEquals(0, count(GatewayCounter.ANSWERS));
    assertEquals(1, journal.unanswered(Devices.header(other, 1, 2, 1).signature()).size());
  }

  @Test
  void aDrainEndsAReplay() throws Exception {
    journal.durable = true;
    try (Rounds rounds = new Rounds()) {
      rounds.store(1000);
      rounds.replay.round();
      rounds.drain.begin();
      sync();
      loop.submit(() -> rounds.end(true)).get(10, TimeUnit.SECONDS);
      loop.submit(rounds.replay::round).get(10, TimeUnit.SECONDS);
      assertEquals(256, rounds.begun.size());
    }
  }

  /** A replay of a project of its own whose upcalls are answered by the test. */
  private final class Rounds implements AutoCloseable {
    final Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    final Sessions sessions = new Sessions(10);
    final Drain drain = new Drain(sessions, loop);
    final ServedProject served =
        ServedProject.load(other, Elsewhere.NONE, System::nanoTime, loop, AuditRules.STANDARD);
    final List<Consumer<Boolean>> begun = new CopyOnWriteArrayList<>();
    final Replay replay =
        new Replay(
            journal,
            sessions,
            drain,
            served,
            (session, upcall, done) -> begun.add(done),
            Runnable::run,
            Runnable::run);
    private int ended;

    void store(int upcalls) {
      for (int sequence = 1; sequence <= upcalls; sequence++) {
        journal.store(Devices.upcall(other, sequence, INPUT));
      }
    }

    void end(boolean noted) {
      begun.get(ended++).accept(noted);
    }

    @Override
    public void close() {
      replay.close();
      served.close();
    }
  }

  private void members(boolean up) throws Exception {
    Ensemble ensemble = gateway.ensemble("tiny").orElseThrow();
    for (String member : TinyProject.MEMBERS) {
      (up ? ensemble.enable(member) : ensemble.disable(member)).get(10, TimeUnit.SECONDS);
    }
  }

  private long count(GatewayCounter counter) {
    return gateway.counters().get(counter);
  }

  /** Returns when the loop has done what it had to do, and what followed from that. */
  private void sync() throws Exception {
    for (int i = 0; i < 4; i++) {
      loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }
  }
}
