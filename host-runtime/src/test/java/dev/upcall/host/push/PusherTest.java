package dev.upcall.host.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.upcall.host.push.Pushed.State;
import dev.upcall.host.testing.RecordingConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PusherTest {
  private static final byte[] SIGNATURE = new byte[32];
  private static final String FIRST = "01".repeat(32);
  private static final String SECOND = "02".repeat(32);
  private static final List<Float> VALUES = List.of(0.5f, 2f);
  private static final Duration NEVER = Duration.ofHours(1);

  private final ScheduledExecutorService timer = DaemonThreads.scheduler("test");
  private final RecordingConnection connection = new RecordingConnection();
  private final List<Pushed> news = new ArrayList<>();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private Pusher pusher(Duration pause) {
    Push push = new Push(Bytes.of(SIGNATURE), 7, Guard.of(0.5, 10), VALUES);
    DeviceKeys keys = DeviceKeys.of(List.of("# keys", "", "one " + FIRST, "two " + SECOND), "test");
    return new Pusher(
        push, keys, (birth, p) -> !birth.name().equals("other"), pause, timer, news::add);
  }

  private static Birth birth(int device, int boot, String name, int first, int abilities) {
    byte[] signature = SIGNATURE.clone();
    signature[0] = (byte) first;
    Header header = new Header(device, boot, 0, Header.signatureOf(signature), 0, 0);
    Bytes all = Bytes.of(signature);
    return new Birth(
        header, all, 1, 1, 10, 64, 64, 200, 500, 2, abilities, "p", "b", name, "0.1.0+p3");
  }

  private static Birth taking(int device, int boot, String name) {
    return birth(device, boot, name, 0, Birth.TAKES_PARAMETERS);
  }

  private static Ack ack(Parameters of, Ack.Code code) {
    return new Ack(of.header(), MessageType.PARAMETERS, code);
  }

  @Test
  void eachDeviceIsSentTheValuesSignedWithItsKey() throws InterruptedException {
    Pusher pusher = pusher(NEVER);
    pusher.received(connection, taking(1, 5, "one"));
    Parameters first = connection.next(Parameters.class);
    assertTrue(first.isSignedBy(HexFormat.of().parseHex(FIRST)));
    assertEquals(new Header(1, 5, 7, 0, 0, 0), first.header());
    assertEquals(VALUES, first.values());
    assertEquals(Guard.of(0.5, 10), first.guard());
    pusher.received(connection, taking(2, 5, "two"));
    Parameters second = connection.next(Parameters.class);
    assertTrue(second.isSignedBy(HexFormat.of().parseHex(SECOND)));
    pusher.received(connection, ack(second, Ack.Code.STORED));
    pusher.received(connection, ack(first, Ack.Code.OUT_OF_RANGE));
    assertEquals("refused: out of range", pusher.pushed().get(0).words());
    assertEquals(State.TAKEN, pusher.pushed().get(1).state());
    pusher.received(connection, ack(second, Ack.Code.ROLLED_BACK));
    assertEquals(State.ROLLED_BACK, pusher.pushed().get(1).state());
    assertEquals(5, news.size());
  }

  @Test
  void whoeverDoesNotFitIsSentNothing() {
    Pusher pusher = pusher(NEVER);
    pusher.received(connection, birth(1, 5, "one", 1, Birth.TAKES_PARAMETERS));
    pusher.received(connection, birth(2, 5, "two", 0, Birth.CAN_UPCALL));
    pusher.received(connection, taking(3, 5, "three"));
    pusher.received(connection, taking(4, 5, "other"));
    assertTrue(connection.rest().isEmpty());
    assertEquals(
        List.of(State.OTHER_FIRMWARE, State.FIXED, State.NO_KEY),
        pusher.pushed().stream().map(Pushed::state).toList());
  }

  @Test
  void whatIsNotAnsweredIsSentAgain() throws InterruptedException {
    Pusher pusher = pusher(Duration.ofMillis(5));
    pusher.received(connection, taking(1, 5, "one"));
    Parameters message = connection.next(Parameters.class);
    pusher.received(connection, ack(message, Ack.Code.BUSY));
    Parameters again = connection.next(Parameters.class);
    assertEquals(1, again.header().attempt());
    assertEquals(message.header(), again.header().withAttempt(0));
    pusher.received(connection, ack(again, Ack.Code.STORED));
    assertTrue(pusher.await(all -> all.get(0).isSettled(), Duration.ZERO));
  }

  @Test
  void whoeverIsStoppedSendsNothingAgain() throws Exception {
    Pusher pusher = pusher(Duration.ofMillis(5));
    pusher.received(connection, taking(1, 5, "one"));
    pusher.stop();
    // What was due before the stop has gone out when this has run; then nothing is due.
    timer.submit(connection::rest).get();
    timer.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).get();
    assertTrue(connection.rest().isEmpty());
  }

  @Test
  void aNewStartOfADeviceIsSentItToo() throws InterruptedException {
    Pusher pusher = pusher(NEVER);
    pusher.received(connection, taking(1, 5, "one"));
    Parameters old = connection.next(Parameters.class);
    pusher.received(connection, taking(1, 5, "one"));
    assertTrue(connection.rest().isEmpty(), "a birth repeated is no new start");
    pusher.received(connection, taking(1, 6, "one"));
    Parameters message = connection.next(Parameters.class);
    assertEquals(6, message.header().boot());
    pusher.received(connection, ack(old, Ack.Code.STORED));
    assertFalse(pusher.await(all -> all.get(0).isSettled(), Duration.ZERO));
    pusher.received(connection, ack(message, Ack.Code.STORED));
    assertEquals(1, pusher.pushed().size());
    assertEquals(State.TAKEN, pusher.pushed().get(0).state());
  }

  @Test
  void keysAreLinesOfDigits() {
    DeviceKeys keys = DeviceKeys.of(List.of(FIRST, " two  " + SECOND), "test");
    assertEquals(2, keys.of("two").orElseThrow()[0]);
    assertEquals(1, keys.of("anybody").orElseThrow()[31]);
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> DeviceKeys.of(List.of(FIRST, FIRST, "a b " + FIRST, "zz", "x 0102"), "file"));
    assertEquals(4, e.diagnostics().size());
    assertEquals("file:2", e.diagnostics().get(0).at());
    assertFalse(e.getMessage().contains("0102"), "what may be a key is not printed");
  }
}
