package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.HostCode;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  /**
   * int8 [1,2,2]; q stands for q + 128, so features are 2 and 5, and the full head says (21, 0).
   */
  private static final byte[] INPUT = {-127, -126, -125, -120};

  /** a: 1 against 2, b: 2 against 1, c: 3 against 8. */
  private static final Map<String, Integer> VOTES = Map.of("a", 1, "b", 0, "c", 1);

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
    gateway.close();
    loop.shutdownNow();
  }

  @Test
  void answersAnUpcall() throws Exception {
    gateway.received(device, Devices.upcall(project, 7, INPUT));
    Answer answer = device.next(Answer.class);
    assertEquals(Devices.header(project, 1, 2, 7), answer.header());
    assertEquals(0, answer.classIndex());
    assertEquals(1, answer.confidence(), 1e-6);
    assertEquals(0b111, answer.members());
    assertEquals(1, count(GatewayCounter.ANSWERS));
  }

  /** The full head says class 0. */
  @Test
  void auditsAreBookedOnceEach() throws Exception {
    assertEquals(List.of(), gateway.audits());
    for (int sequence = 1; sequence <= 4; sequence++) {
      UpcallRequest plain = Devices.upcall(project, sequence, INPUT);
      int said = sequence == 2 ? 1 : 0;
      Header flagged = plain.header().withFlags(sequence == 4 ? Header.ASYNCHRONOUS : Header.AUDIT);
      UpcallRequest audit = new UpcallRequest(flagged, said, plain.scores(), plain.input());
      for (int attempt = 0; attempt < 2; attempt++) {
        gateway.received(device, audit);
        assertEquals(0, device.next(Answer.class).classIndex());
      }
    }
    AuditPage page = gateway.audits().get(0);
    assertEquals("tiny", page.project());
    assertEquals(AuditPage.Share.of(3, 2), page.all());
    assertEquals(3, count(GatewayCounter.AUDITS));
    assertEquals(4, count(GatewayCounter.ANSWERS));
  }

  @Test
  void driftIsAnAlarmOnce() throws Exception {
    AuditRules rules = new AuditRules(50, OptionalDouble.of(0.9));
    try (Gateway strict = new Gateway(journal, System::nanoTime, loop, rules)) {
      strict.serve(project);
      for (int sequence = 1; sequence <= 30; sequence++) {
        UpcallRequest plain = Devices.upcall(project, sequence, INPUT);
        Header flagged = plain.header().withFlags(Header.AUDIT);
        strict.received(device, new UpcallRequest(flagged, 1, plain.scores(), plain.input()));
        device.next(Answer.class);
      }
      assertTrue(strict.audits().get(0).drifting());
      assertEquals(1, strict.counters().get(GatewayCounter.AUDIT_ALARMS));
    }
  }

  @Test
  void theBitsOfTheMembersSayWhoTookPart() throws Exception {
    gateway.ensemble("tiny").orElseThrow().disable("b").get(10, TimeUnit.SECONDS);
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    assertEquals(0b101, device.next(Answer.class).members());
  }

  @Test
  void aRepeatedUpcallGetsTheSameBytesAndRunsOnce() throws Exception {
    UpcallRequest upcall = Devices.upcall(project, 7, INPUT);
    gateway.received(device, upcall);
    byte[] first = MessageCodec.encode(device.next(Answer.class));
    // Even when the ensemble would answer otherwise by now.
    gateway.ensemble("tiny").orElseThrow().disable("a").get(10, TimeUnit.SECONDS);
    UpcallRequest again =
        new UpcallRequest(upcall.header().withAttempt(1), 0, upcall.scores(), upcall.input());
    gateway.received(device, again);
    assertArrayEquals(first, MessageCodec.encode(device.next(Answer.class)));
    assertEquals(1, count(GatewayCounter.UPCALLS));
    assertEquals(1, count(GatewayCounter.DUPLICATES));
  }

  @Test
  void anUpcallRepeatedWhileOpenIsAnsweredOnceWhereItCameFromLast() throws Exception {
    RecordingConnection later = new RecordingConnection();
    CountDownLatch go = blockLoop();
    gateway.received(device, Devices.upcall(project, 7, INPUT));
    gateway.received(later, Devices.upcall(project, 7, INPUT));
    go.countDown();
    later.next(Answer.class);
    sync();
    assertEquals(0, device.rest().size());
    assertEquals(1, count(GatewayCounter.ANSWERS));
  }

  @Test
  void listenersAreToldOfEachAnswerOnceAndHarmNothing() throws Exception {
    List<AnsweredUpcall> told = new CopyOnWriteArrayList<>();
    gateway.onAnswer(
        answered -> {
          throw new IllegalStateException("told to fail");
        });
    gateway.onAnswer(told::add);
    gateway.received(device, Devices.birth(project, 1, 2));
    UpcallRequest upcall = Devices.upcall(project, 7, INPUT);
    gateway.received(device, upcall);
    Answer answer = device.next(Answer.class);
    gateway.received(device, upcall);
    device.next(Answer.class);
    assertEquals(1, told.size());
    AnsweredUpcall answered = told.get(0);
    assertEquals(new UpcallKey(1, 2, 7), answered.key());
    assertEquals(project, answered.project());
    assertEquals(upcall, answered.upcall());
    assertEquals(answer, answered.answer());
    assertEquals("dev-1", answered.device().orElseThrow().name());
    assertEquals(VOTES, answered.combined().votes());
    assertFalse(answered.took().isNegative());
    assertEquals(1, count(GatewayCounter.HANDLER_FAILURES));
  }

  @Test
  void anotherBootIsAnotherSession() throws Exception {
    gateway.received(device, Devices.upcall(project, 7, INPUT));
    device.next(Answer.class);
    Header rebooted = Devices.header(project, 1, 3, 7);
    gateway.received(
        device, new UpcallRequest(rebooted, 0, Bytes.of((byte) 0, (byte) 0), Bytes.of(INPUT)));
    assertEquals(rebooted, device.next(Answer.class).header());
    assertEquals(2, count(GatewayCounter.UPCALLS));
  }

  @Test
  void servesSeveralProjectsBySignature() throws Exception {
    Project other = TinyProject.named(folder.resolve("other"), "other", -1);
    gateway.serve(other);
    gateway.ensemble("tiny").orElseThrow().disable("b").get(10, TimeUnit.SECONDS);
    gateway.received(device, Devices.upcall(other, 1, INPUT));
    assertEquals(0b111, device.next(Answer.class).members());
    gateway.received(device, Devices.upcall(project, 2, INPUT));
    assertEquals(0b101, device.next(Answer.class).members());

    UpcallException e = assertThrows(UpcallException.class, () -> gateway.serve(other));
    assertEquals(HostCode.DUPLICATE_PROJECT, e.diagnostics().get(0).code());
  }

  @Test
  void anUnknownSignatureIsRefusedByName() throws Exception {
    Project stranger = TinyProject.named(folder.resolve("stranger"), "stranger", 2);
    gateway.received(device, Devices.birth(stranger, 9, 1));
    Ack ack = device.next(Ack.class);
    assertEquals(Ack.Code.UNKNOWN_SIGNATURE, ack.code());
    assertEquals(MessageType.BIRTH, ack.ofType().orElseThrow());

    UpcallRequest upcall = Devices.upcall(stranger, 3, INPUT);
    gateway.received(device, upcall);
    ack = device.next(Ack.class);
    assertEquals(Ack.Code.UNKNOWN_SIGNATURE, ack.code());
    assertEquals(upcall.header(), ack.header());
    assertEquals(2, count(GatewayCounter.UNKNOWN_SIGNATURE));
    assertEquals(0, count(GatewayCounter.UPCALLS));
  }

  @Test
  void remembersWhoAnnouncedItself() {
    gateway.received(device, Devices.birth(project, 9, 1));
    assertEquals("dev-9", gateway.devices().get(9).name());
    assertEquals(0, device.rest().size());
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    gateway.received(device, Devices.upcall(project, 1, (byte) 1, (byte) 2));
    assertEquals(Ack.Code.WRONG_SIZE, device.next(Ack.class).code());
    UpcallRequest features = Devices.upcall(project, 2, INPUT);
    gateway.received(
        device,
        new UpcallRequest(features.header().withStage(1), 0, features.scores(), features.input()));
    assertEquals(Ack.Code.UNSUPPORTED, device.next(Ack.class).code());
    gateway.received(device, new Answer(Devices.header(project, 1, 2, 3), 0, 1, 1));
    assertEquals(Ack.Code.UNSUPPORTED, device.next(Ack.class).code());
    assertEquals(3, count(GatewayCounter.REFUSED));
  }

  @Test
  void saysNothingToWhatNeedsNoReply() throws Exception {
    Header header = Devices.header(project, 1, 2, 3);
    Bytes scores = Bytes.of((byte) 0, (byte) 0);
    gateway.received(device, new Ack(header, MessageType.ANSWER, Ack.Code.STORED));
    gateway.received(device, new Result(header, Result.Source.LOCAL, 0, 0, scores));
    sync();
    assertEquals(0, device.rest().size());
  }

  @Test
  void anExceptionInAHandlerStopsNothing() throws Exception {
    RecordingConnection broken =
        new RecordingConnection() {
          @Override
          public boolean send(Message message) {
            throw new IllegalStateException("told to fail");
          }
        };
    for (int i = 0; i < 100; i++) {
      gateway.received(broken, Devices.upcall(project, i, INPUT));
    }
    gateway.received(device, Devices.upcall(project, 1000, INPUT));
    device.next(Answer.class);
    assertEquals(100, count(GatewayCounter.HANDLER_FAILURES));
  }

  @Test
  void afterAllMembersFailedTheNextCopyIsTriedAfresh() throws Exception {
    for (String member : TinyProject.MEMBERS) {
      gateway.ensemble("tiny").orElseThrow().disable(member).get(10, TimeUnit.SECONDS);
    }
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    sync();
    assertEquals(1, count(GatewayCounter.UNANSWERED));
    gateway.ensemble("tiny").orElseThrow().enable("c").get(10, TimeUnit.SECONDS);
    gateway.received(device, Devices.upcall(project, 1, INPUT));
    assertEquals(0b100, device.next(Answer.class).members());
  }

  @Test
  void aFullInboxDropsAndCounts() throws Exception {
    CountDownLatch go = blockLoop();
    for (int i = 0; i < 4096 + 5; i++) {
      gateway.received(device, Devices.birth(project, i, 1));
    }
    assertEquals(5, count(GatewayCounter.DROPPED_INBOX));
    go.countDown();
    sync();
    assertEquals(4096, gateway.devices().size());
  }

  @Test
  void aBusyEnsembleTurnsUpcallsAwayByName() throws Exception {
    CountDownLatch go = blockLoop();
    int sent = 2000;
    UpcallRequest template = Devices.upcall(project, 0, INPUT);
    for (int i = 0; i < sent; i++) {
      gateway.received(
          device,
          new UpcallRequest(
              template.header().withSequence(i), 0, template.scores(), template.input()));
    }
    go.countDown();
    int answers = 0;
    int busy = 0;
    for (int i = 0; i < sent; i++) {
      Message message = device.next(Message.class);
      if (message instanceof Ack ack) {
        assertEquals(Ack.Code.BUSY, ack.code());
        busy++;
      } else {
        answers++;
      }
    }
    assertEquals(1024, answers);
    assertEquals(sent - answers, busy);
    assertEquals(busy, count(GatewayCounter.DROPPED_BUSY));
  }

  /** Whoever sent it need not wait, whatever release it is of. */
  @Test
  void whatCannotBeReadIsRefusedByName() throws Exception {
    UpcallRequest upcall = Devices.upcall(project, 7, INPUT);
    gateway.received(device, Devices.changed(upcall, 0, 2));
    Foreign refusal = device.next(Foreign.class);
    assertEquals(2, refusal.wireVersion());
    assertEquals(upcall.header(), refusal.header());
    assertEquals(Bytes.of((byte) 2, (byte) 12, (byte) 0, (byte) 0), refusal.payload());
    gateway.received(device, Devices.changed(upcall, 1, 9));
    assertEquals(new Ack(upcall.header(), 9, Ack.Code.UNSUPPORTED), device.next(Ack.class));
    gateway.received(device, Devices.changed(upcall, 28, 200));
    assertEquals(new Ack(upcall.header(), 2, Ack.Code.MALFORMED), device.next(Ack.class));
    Ack ours = new Ack(upcall.header(), 3, Ack.Code.OTHER_BOOT);
    gateway.received(device, Devices.changed(ours, 0, 2));
    gateway.received(device, upcall);
    assertEquals(7, device.next(Message.class).header().sequence());
    assertEquals(2, count(GatewayCounter.OTHER_VERSION));
    assertEquals(1, count(GatewayCounter.REFUSED));
    assertEquals(1, count(GatewayCounter.MALFORMED));
  }

  @Test
  void malformedMessagesAreCounted() {
    UpcallException reason =
        assertThrows(UpcallException.class, () -> MessageCodec.decode(new byte[40]));
    gateway.malformed(device, reason);
    assertEquals(1, count(GatewayCounter.MALFORMED));
  }

  private long count(GatewayCounter counter) {
    return gateway.counters().get(counter);
  }

  /** Holds the loop until the latch is released. */
  private CountDownLatch blockLoop() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    loop.execute(
        () -> {
          blocked.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertTrue(blocked.await(10, TimeUnit.SECONDS));
    return go;
  }

  /** Returns when the loop has done what it had to do, and what followed from that. */
  private void sync() throws Exception {
    for (int i = 0; i < 4; i++) {
      loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }
  }
}
