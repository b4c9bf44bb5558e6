package dev.upcall.host.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Parameters;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.testing.RecordingConnection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProjectPushTest {
  private static final Bytes SIGNATURE = Bytes.of(new byte[32]);
  private static final OptionalInt ALL = OptionalInt.empty();

  private final ScheduledExecutorService timer = DaemonThreads.scheduler("test");
  private final RecordingConnection one = new RecordingConnection();
  private final RecordingConnection two = new RecordingConnection();
  private final ProjectPush push =
      new ProjectPush(
          "p",
          SIGNATURE,
          DeviceKeys.of(List.of("01".repeat(32)), "test"),
          Guard.of(0.5, 10),
          timer,
          now -> {});

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private static List<StageValue> theta(float value) {
    return List.of(new StageValue(0, "theta", value));
  }

  private static Birth birth(int device, int boot, long version) {
    Header header = new Header(device, boot, 0, 0, 0, 0);
    return new Birth(
        header,
        SIGNATURE,
        1,
        1,
        10,
        64,
        64,
        200,
        500,
        2,
        Birth.TAKES_PARAMETERS,
        "p",
        "b",
        "d" + device,
        "0.1.0+p" + version);
  }

  private long sent(RecordingConnection to) throws InterruptedException {
    return Integer.toUnsignedLong(to.next(Parameters.class).header().sequence());
  }

  private void ack(RecordingConnection from, int device, long version, Ack.Code code) {
    Header header = new Header(device, 1, (int) version, 0, 0, 0);
    push.received(from, new Ack(header, MessageType.PARAMETERS, code));
  }

  private PushStatus.Device device(int number) {
    return push.status().devices().stream()
        .filter(device -> device.device().equals("d" + number))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoComesLaterIsSentWhatIsForAll() throws Exception {
    assertEquals(100, push.push("files", ALL, 100, theta(0.5f)));
    push.received(one, birth(1, 1, 0));
    push.received(two, birth(2, 1, 100));
    assertEquals(100, sent(one));
    assertEquals(new PushStatus.Device("d1", "00000001", 0, "no answer yet"), device(1));
    assertEquals(new PushStatus.Device("d2", "00000002", 100, "taken"), device(2));
    ack(one, 1, 100, Ack.Code.STORED);
    assertEquals(new PushStatus.Device("d1", "00000001", 100, "taken"), device(1));
    assertEquals(Map.of("taken", 2), push.status().counts());
    assertTrue(two.rest().isEmpty());
  }

  @Test
  void oneAloneIsPushedToAndKeptThereUntilAllAre() throws Exception {
    push.push("files", ALL, 100, theta(0.5f));
    push.received(one, birth(1, 1, 100));
    push.received(two, birth(2, 1, 100));
    assertEquals(101, push.push("alice", OptionalInt.of(2), 90, theta(0.9f)), "above all before");
    assertEquals(101, sent(two));
    assertTrue(one.rest().isEmpty());
    ack(two, 2, 101, Ack.Code.STORED);
    assertEquals(101, device(2).version());
    assertEquals(100, device(1).version());
    push.received(two, birth(2, 5, 100));
    assertEquals(101, sent(two), "a start that knows nothing of it");
    push.push("bob", ALL, 200, theta(0.7f));
    assertEquals(200, sent(one));
    assertEquals(200, sent(two));
    push.received(two, birth(2, 6, 0));
    assertEquals(200, sent(two), "what was for it alone is forgotten");
    assertEquals(
        List.of("200 bob ", "101 alice d2", "100 files "),
        push.status().rounds().stream()
            .map(round -> round.version() + " " + round.by() + " " + round.device())
            .toList());
  }

  @Test
  void theGuardsWordIsShownAndWhatTheDeviceHasThen() throws Exception {
    push.push("files", ALL, 100, theta(0.5f));
    push.received(one, birth(1, 1, 100));
    push.push("alice", ALL, 200, theta(0.9f));
    assertEquals(200, sent(one));
    ack(one, 1, 200, Ack.Code.STORED);
    assertEquals(200, device(1).version());
    ack(one, 1, 200, Ack.Code.ROLLED_BACK);
    assertEquals(
        new PushStatus.Device("d1", "00000001", 100, "rolled back: too many upcalls"), device(1));
  }

  @Test
  void whoHasNewerOnesIsLeftAlone() {
    push.push("files", ALL, 100, theta(0.5f));
    push.received(one, birth(1, 1, 300));
    assertTrue(one.rest().isEmpty());
    assertEquals("not sent: it has newer ones, from elsewhere", device(1).words());
  }

  @Test
  void nobodyUnknownIsPushedTo() {
    push.push("files", ALL, 100, theta(0.5f));
    UpcallException e =
        assertThrows(UpcallException.class, () -> push.push("a", OptionalInt.of(7), 200, theta(1)));
    assertEquals("UP3272", e.diagnostics().get(0).code().id());
    assertEquals(1, push.status().rounds().size());
  }
}
