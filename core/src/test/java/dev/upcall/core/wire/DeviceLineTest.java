package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How the firmware's runtime, in C, presents itself, and what bad lines, hosts and restarts do to
 * it.
 */
@Tag("cc")
class DeviceLineTest extends DeviceConversation {
  @Test
  void theBirthSaysWhatTheDeviceIs() {
    Birth birth = device.host().birth().orElseThrow();
    assertEquals(header(BOOT, 0), birth.header().withFlags(0));
    assertEquals(32, birth.signature().get(31));
    assertEquals("digits test 00c0ffee 0.1.0+p0", texts(birth));
    assertEquals(List.of(1, 1, 10, INPUT, INPUT, INPUT + 32, DEADLINE_MS, 2), numbers(birth));
    assertTrue(birth.can(Birth.CAN_UPCALL) && birth.can(Birth.TAKES_PARAMETERS));
  }

  private static String texts(Birth birth) {
    return String.join(" ", birth.project(), birth.board(), birth.name(), birth.version());
  }

  private static List<Integer> numbers(Birth birth) {
    return List.of(
        birth.window(),
        birth.pending(),
        birth.classes(),
        birth.inputBytes(),
        birth.rawBytes(),
        birth.receiveBytes(),
        birth.deadlineMs(),
        birth.stages());
  }

  @Test
  void whatIsNotForThisDeviceIsRefusedByName() {
    Bytes input = Bytes.of(input(1, false));
    Header mine = header(BOOT, 1);
    device.host().send(new Sample(mine, Bytes.of(new byte[INPUT - 1])));
    device.run(10);
    device.host().send(new Sample(new Header(1, BOOT, 2, mine.signature(), 0, 0), input));
    device.run(10);
    device.host().send(new Sample(new Header(mine.device(), BOOT, 3, 1, 0, 0), input));
    device.run(10);
    device.host().send(new Sample(header(BOOT + 1, 4), input));
    device.run(10);
    device.host().send(new Result(header(BOOT, 5), Result.Source.LOCAL, 0, 0, Bytes.of((byte) 1)));
    device.run(10);
    List<String> refusals =
        device.all(Ack.class).stream()
            .map(ack -> ack.header().sequence() + " " + ack.of() + " " + ack.code())
            .toList();
    assertEquals(
        List.of(
            "1 5 WRONG_SIZE",
            "2 5 UNKNOWN_SIGNATURE",
            "3 5 UNKNOWN_SIGNATURE",
            "4 5 OTHER_BOOT",
            "5 6 UNSUPPORTED"),
        refusals);
    assertEquals(5, stat(Stats.Counter.REFUSED));
    assertEquals(0, stat(Stats.Counter.RUNS));
  }

  /** In the words of its version, which is all that the device knows of it. */
  @Test
  void aHostOfAnotherVersionIsToldSo() {
    device.host().send(foreign(2, 5, header(BOOT, 6), new byte[INPUT]));
    device.run(10);
    Foreign refusal = device.only(Foreign.class);
    assertEquals(2, refusal.wireVersion());
    assertEquals(MessageType.ACK.id(), refusal.typeId());
    assertEquals(header(BOOT, 6), refusal.header());
    assertEquals(
        Bytes.of((byte) 5, (byte) Ack.Code.OTHER_VERSION.ordinal(), (byte) 0, (byte) 0),
        refusal.payload());
    assertEquals(1, stat(Stats.Counter.REFUSED));
    assertEquals(0, stat(Stats.Counter.RUNS));
    device.host().send(new Sample(header(BOOT, 7), Bytes.of(new byte[INPUT - 1])));
    device.run(10);
    assertEquals(7, device.only(Ack.class).header().sequence(), "in this version again");
  }

  /** What it says about an upcall of ours may mean anything, and is not answered. */
  @Test
  void anAnswerOfAnotherVersionIsNone() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    byte[] answer = new byte[12];
    answer[0] = 8;
    device.host().send(foreign(2, 3, header(BOOT, sequence), answer));
    device.host().send(foreign(2, 8, header(BOOT, sequence), new byte[] {2, 0, 0, 0}));
    device.run(DEADLINE_MS + 10);
    assertEquals(DEGRADED, device.outcomes.get(0).source());
    assertEquals(List.of(), device.all(Foreign.class));
    assertEquals(2, stat(Stats.Counter.REFUSED));
  }

  /** Its upcall is refused: it does not wait for the deadline. */
  @Test
  void aDeviceThatIsToldSoGoesOnByItself() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    Ack refusal = new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.OTHER_VERSION);
    device.host().send(refusal);
    device.run(10);
    assertEquals(DEGRADED, device.outcomes.get(0).source());
  }

  private static Foreign foreign(int version, int type, Header header, byte[] payload) {
    Diagnostic reason = WireError.VERSION.with(version);
    return new Foreign(header, version, type, Bytes.of(payload), reason);
  }

  @Test
  void aNewHostIsToldEverythingThatIsOpen() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    device.atHost.clear();
    device.withNewHost().run(20);
    assertEquals(sequence, device.only(UpcallRequest.class).header().sequence());
    assertEquals(1, device.only(UpcallRequest.class).header().attempt());
    assertTrue(device.atHost.get(0) instanceof Birth, "the birth comes first");
    answer(BOOT, sequence, 7);
    device.run(10);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
  }

  @Test
  void aRestartIsAnnouncedAndForgetsTheUpcall() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    device.host().send(new Sample(header(BOOT, 9), Bytes.of(input(1, false))));
    device.boot(BOOT + 1);
    device.run(1000);
    assertEquals(BOOT + 1, device.host().birth().orElseThrow().header().boot());
    answer(BOOT, sequence, 7);
    device.run(DEADLINE_MS);
    assertEquals(List.of(), device.outcomes);
  }

  @Test
  void aSlowLineCarriesTheSame() {
    device.capacity(3);
    device.host().send(new Sample(header(BOOT, 1), Bytes.of(input(4, true))));
    device.run(120);
    answer(BOOT, device.only(UpcallRequest.class).header().sequence(), 8);
    device.run(100);
    assertEquals(8, device.only(Result.class).classIndex());
    device.capacity(0);
    assertEquals(0, stat(Stats.Counter.FRAMES_RESENT));
  }

  /** A UART takes a byte or two; what is left must not wait for a sleep to end. */
  @Test
  void nothingSleepsWhileBytesWaitForTheLine() {
    assertEquals(100, device.idleMs());
    device.capacity(2);
    device.host().send(new Sample(header(BOOT, 1), Bytes.of(input(1, false))));
    int awake = 0;
    for (int i = 0; i < 60; i++) {
      device.run(1);
      awake += device.idleMs() == 0 ? 1 : 0;
    }
    assertEquals(Result.Source.LOCAL, device.only(Result.class).source());
    assertTrue(awake > 20, awake + " of the polls that an acknowledgement and a result took");
    assertEquals(100, device.idleMs());
  }

  /** On a bad line every sample still gets its result, and no result comes from a damaged frame. */
  @Test
  void aBadLineLosesNothing() {
    device.damage(0.2);
    List<Integer> answered = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      device.host().send(new Sample(header(BOOT, i), Bytes.of(input(i % 10, i % 2 == 0))));
      for (int waited = 0; results(i).isEmpty() && waited < 30_000; waited++) {
        device.run(1);
        for (UpcallRequest upcall : device.all(UpcallRequest.class)) {
          if (!answered.contains(upcall.header().sequence())) {
            answered.add(upcall.header().sequence());
            answer(BOOT, upcall.header().sequence(), upcall.classIndex());
          }
        }
      }
      assertEquals(1, results(i).size(), "sample " + i);
      assertEquals(i % 10, results(i).get(0).classIndex());
    }
    device.damage(0);
    assertTrue(stat(Stats.Counter.FRAMES_DROPPED) > 0);
  }

  private static List<Result> results(int sequence) {
    return device.all(Result.class).stream()
        .filter(result -> result.header().sequence() == sequence)
        .toList();
  }

  @Test
  void noiseOfAllKindsDoesNoHarm() {
    WireSamples samples = new WireSamples(42);
    device.withoutHost();
    for (int i = 0; i < 3000; i++) {
      byte[] message = MessageCodec.encode(message(samples));
      for (byte[] frame : SerialFramer.frames(message)) {
        byte[] line = SerialFramer.line(frame);
        device.at(device.now() + 7);
        device.poll(samples.random().nextInt(3) == 0 ? samples.mutate(line) : line);
      }
    }
    assertTrue(device.outcomes.isEmpty());
    device.withNewHost().run(5000);
    device.host().send(new Sample(header(BOOT, -5), Bytes.of(input(4, false))));
    device.run(1000);
    assertFalse(results(-5).isEmpty(), "it works as before");
  }

  /** Mostly messages that are for this device, of random content. */
  private static Message message(WireSamples samples) {
    Message message = samples.message();
    Header header = header(BOOT, samples.random().nextInt(3));
    if (message instanceof Answer answer) {
      return new Answer(header, answer.classIndex() % 12, answer.confidence(), 1);
    } else if (message instanceof Sample) {
      return new Sample(header, samples.bytes(INPUT));
    } else if (message instanceof Ack ack) {
      return new Ack(header, samples.random().nextInt(3), ack.code());
    } else if (message instanceof Parameters) {
      return Parameters.signed(
          header, Parameters.Guard.NONE, List.of(0f, 1f, 0f, 1f), new byte[32]);
    }
    return message;
  }
}
