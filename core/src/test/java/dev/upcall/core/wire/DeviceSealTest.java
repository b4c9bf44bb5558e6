package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceConversation.ANSWERED;
import static dev.upcall.core.wire.DeviceConversation.BOOT;
import static dev.upcall.core.wire.DeviceConversation.DEADLINE_MS;
import static dev.upcall.core.wire.DeviceConversation.DEGRADED;
import static dev.upcall.core.wire.DeviceConversation.input;
import static dev.upcall.core.wire.DeviceUnderTest.Equipment.KEY;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static dev.upcall.core.wire.Seal.From.DEVICE;
import static dev.upcall.core.wire.Seal.From.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals of the firmware's runtime, in C, and the host's, in Java: who is believed, and who not. */
@Tag("cc")
class DeviceSealTest {
  private static final byte[] DEVICE_KEY = key(0);
  private static final byte[] OTHER_KEY = key(1);

  @TempDir static Path folder;
  private static DeviceUnderTest device;
  private static byte conversations;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    device = DeviceUnderTest.build(folder, "UPCALL_PARAMETERS=4", "UPCALL_SEAL=1");
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    if (device != null) {
      device.close();
    }
  }

  @BeforeEach
  void start() {
    device.outcomes.clear();
    device.atHost.clear();
    device.damage(0).capacity(0).at(1000).with(KEY).boot(BOOT);
  }

  private static byte[] key(int first) {
    byte[] key = new byte[Seal.KEY_BYTES];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (first + i);
    }
    return key;
  }

  /** A new conversation, whose challenge nobody has seen. */
  private static byte[] challenge() {
    return new byte[] {++conversations, 2, 3, 4, 5, 6, 7, 8};
  }

  private static SerialLink host(byte[] key, boolean required, byte[] challenge) {
    return SerialLink.host(
        SerialTiming.forBaud(115_200, 1),
        new SealedLine(name -> Optional.ofNullable(key), required, first(challenge)::removeFirst));
  }

  /** This one, then others. */
  private static Deque<byte[]> first(byte[] challenge) {
    Deque<byte[]> all = new ArrayDeque<>(List.of(challenge));
    for (int i = 0; i < 8; i++) {
      all.add(challenge());
    }
    return all;
  }

  private static SerialLink meet(SerialLink host) {
    device.with(host).run(30);
    return host;
  }

  private static Answer answer(int sequence) {
    return new Answer(header(BOOT, sequence), 7, 0.75f, 0b1011);
  }

  /** A sample that the device asks about; its number. */
  private static int ask() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    return sequence;
  }

  /** Bytes that somebody else puts on the line, as one message. */
  private static void inject(byte[] message) {
    for (byte[] frame : SerialFramer.frames(message)) {
      device.poll(SerialFramer.line(frame));
    }
    device.run(2);
  }

  @Test
  void whoHasTheKeyIsBelievedBothWays() {
    SerialLink host = meet(host(DEVICE_KEY, true, challenge()));
    assertTrue(host.isUp());
    int sequence = ask();
    assertEquals(sequence, device.only(UpcallRequest.class).header().sequence());
    host.send(answer(sequence));
    device.run(10);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
    assertEquals(7, device.outcomes.get(0).classIndex());
    host.send(Stats.request(header(BOOT, 9)));
    device.run(20);
    assertEquals(1, device.only(Stats.class).get(Stats.Counter.ANSWERED).orElseThrow());
    assertEquals(0, host.dropped().size(), () -> host.dropped().toString());
  }

  @Test
  void anotherKeyIsNot() {
    SerialLink host = meet(host(OTHER_KEY, false, challenge()));
    assertFalse(host.isUp());
    assertTrue(host.dropped().get(WireError.SEAL) > 0);
    assertFalse(meet(host(null, false, challenge())).isUp(), "no key for this device");
  }

  @Test
  void aHostWithoutSealsIsNoHost() {
    device.withNewHost().run(50);
    assertTrue(device.host().birth().isEmpty());
    assertEquals(WireError.TYPE, device.all(Foreign.class).get(0).error());
  }

  @Test
  void aDeviceWithoutAKeyIsTakenUnlessSealsAreRequired() {
    device.with().boot(BOOT);
    SerialLink host = meet(host(DEVICE_KEY, false, challenge()));
    assertTrue(host.isUp());
    host.send(answer(ask()));
    device.run(10);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
    SerialLink strict = meet(host(DEVICE_KEY, true, challenge()));
    assertFalse(strict.isUp());
    assertTrue(strict.dropped().get(WireError.SEAL_MISSING) > 0);
  }

  /**
   * Whatever is not sealed for this conversation changes nothing; what is comes through after it.
   */
  @Test
  void answersOfOthersAreIgnored() {
    byte[] before = challenge();
    meet(host(DEVICE_KEY, true, before));
    byte[] now = challenge();
    SerialLink host = meet(host(DEVICE_KEY, true, now));
    int sequence = ask();
    byte[] plain = MessageCodec.encode(answer(sequence));
    inject(plain);
    inject(Seal.close(plain, HOST, OTHER_KEY, Bytes.of(now)));
    inject(Seal.close(plain, HOST, DEVICE_KEY, Bytes.of(before)));
    inject(Seal.close(plain, HOST, DEVICE_KEY, Seal.NO_CHALLENGE));
    byte[] refusal =
        MessageCodec.encode(
            new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.UNKNOWN_SIGNATURE));
    inject(refusal);
    byte[] right = Seal.close(plain, HOST, DEVICE_KEY, Bytes.of(now));
    // The flags and what follows, but for length and checksum: every bit counts.
    for (int bit = 8 * 2; bit < 8 * (right.length - 4); bit++) {
      if (bit / 8 >= 24 && bit / 8 < 28) {
        continue;
      }
      byte[] flipped = right.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] body = Arrays.copyOf(flipped, flipped.length - 4);
      ByteBuffer.wrap(flipped)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(body.length, Crc32c.of(body, 0, body.length));
      device.at(device.now() - 2);
      inject(flipped);
    }
    assertEquals(0, device.outcomes.size(), () -> device.outcomes.toString());
    host.send(answer(sequence));
    device.run(20);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
  }

  @Test
  void withoutAnyoneToBelieveItAnswersForItself() {
    meet(host(DEVICE_KEY, true, challenge()));
    int sequence = ask();
    inject(MessageCodec.encode(answer(sequence)));
    device.run(DEADLINE_MS);
    assertEquals(DEGRADED, device.outcomes.get(0).source());
  }

  @Test
  void aRestartIsGreetedAndItsFormerSelfIsNotBelieved() {
    byte[] challenge = challenge();
    SerialLink host = meet(host(DEVICE_KEY, true, challenge));
    Birth first = host.birth().orElseThrow();
    device.boot(BOOT + 1).run(12_000);
    assertEquals(BOOT + 1, host.birth().orElseThrow().header().boot(), "by its own birth");
    // As it might have been said: the very bytes the line knows already.
    byte[] replayed =
        Seal.close(MessageCodec.encode(again(first)), DEVICE, DEVICE_KEY, Bytes.of(challenge));
    long before = host.dropped().getOrDefault(WireError.SEAL, 0L);
    hear(host, replayed);
    assertEquals(before + 1, host.dropped().get(WireError.SEAL));
    device.run(1500);
    assertEquals(BOOT + 1, host.birth().orElseThrow().header().boot());
  }

  /** A plain message makes the device say an ack; thrown back, that is nobody's. */
  @Test
  void whatItSaysItselfIsNotBelieved() {
    byte[] challenge = challenge();
    meet(host(DEVICE_KEY, true, challenge));
    int sequence = ask();
    Ack ack = new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.UNSUPPORTED);
    inject(Seal.close(MessageCodec.encode(ack), DEVICE, DEVICE_KEY, Bytes.of(challenge)));
    assertEquals(0, device.outcomes.size(), () -> device.outcomes.toString());
    inject(Seal.close(MessageCodec.encode(ack), HOST, DEVICE_KEY, Bytes.of(challenge)));
    assertEquals(DEGRADED, device.outcomes.get(0).source());
  }

  /** Else the device would say under its seal what somebody wants to have asked. */
  @Test
  void samplesOfOthersAreNotRun() {
    byte[] challenge = challenge();
    SerialLink host = meet(host(DEVICE_KEY, true, challenge));
    byte[] sample = MessageCodec.encode(new Sample(header(BOOT, 500), Bytes.of(input(4, true))));
    inject(sample);
    for (int i = 0; i < 9; i++) {
      inject(Seal.close(sample, HOST, OTHER_KEY, Bytes.of(challenge)));
    }
    device.run(100);
    assertEquals(List.of(), device.all(UpcallRequest.class));
    assertEquals(List.of(), device.all(Result.class));
    host.send(new Sample(header(BOOT, 501), Bytes.of(input(5, false))));
    device.run(100);
    assertEquals(5, device.only(Result.class).classIndex(), "there is room for it yet");
  }

  @Test
  void somebodysHelloCutsNothing() {
    SerialLink host = meet(host(DEVICE_KEY, true, challenge()));
    for (byte[] other : List.of(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}, new byte[8])) {
      SerialFrame.Hello hello = new SerialFrame.Hello(Header.VERSION, 4, Bytes.of(other));
      device.poll(SerialFramer.line(FrameCodec.encode(hello)));
      device.run(1500);
      answered(host);
    }
  }

  @Test
  void somebodysBirthWithoutASealCutsNothing() {
    SerialLink host = meet(host(DEVICE_KEY, false, challenge()));
    hear(host, MessageCodec.encode(again(host.birth().orElseThrow())));
    device.submit(input(4, true));
    device.run(DEADLINE_MS + 1500);
    answered(host);
  }

  /** Numbers of starts may recur where there is little to draw them from. */
  @Test
  void aStartThatRecursIsGreeted() {
    SerialLink host = meet(host(DEVICE_KEY, true, challenge()));
    for (int boot : new int[] {BOOT + 1, BOOT, BOOT}) {
      device.boot(boot).run(1500);
      assertEquals(boot, host.birth().orElseThrow().header().boot());
    }
    answered(host);
  }

  /** A device's key is good for its own number and its own start, in each conversation. */
  @Test
  void aDeviceSpeaksForItselfAlone() {
    byte[] challenge = challenge();
    SerialLink host = meet(host(DEVICE_KEY, true, challenge));
    byte[] stats = MessageCodec.encode(Stats.request(header(BOOT, 9)));
    assertEquals(1, hear(host, Seal.close(stats, DEVICE, DEVICE_KEY, Bytes.of(challenge))).size());
    Header other =
        new Header(DeviceUnderTest.DEVICE + 1, BOOT, 10, DeviceUnderTest.SIGNATURE, 0, 0);
    byte[] forged = MessageCodec.encode(Stats.request(other));
    assertEquals(0, hear(host, Seal.close(forged, DEVICE, DEVICE_KEY, Bytes.of(challenge))).size());
    assertEquals(1, host.dropped().get(WireError.SEAL));
  }

  /** What somebody says to the host as one message, and what it makes of it. */
  private static List<Message> hear(SerialLink host, byte[] message) {
    List<Message> all = new ArrayList<>();
    for (byte[] frame : SerialFramer.frames(message)) {
      byte[] line = SerialFramer.line(frame);
      all.addAll(host.receive(line, line.length, device.now()));
    }
    return all;
  }

  /** An upcall comes through, and so does its answer. */
  private static void answered(SerialLink host) {
    device.outcomes.clear();
    device.atHost.clear();
    int sequence = ask();
    assertEquals(sequence, device.only(UpcallRequest.class).header().sequence());
    host.send(answer(sequence));
    device.run(10);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
  }

  private static Birth again(Birth birth) {
    byte[] bytes = MessageCodec.encode(birth);
    bytes[2] |= (byte) 0xf0;
    byte[] body = Arrays.copyOf(bytes, bytes.length - 4);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(body.length, Crc32c.of(body, 0, body.length));
    return (Birth) MessageCodec.decode(bytes);
  }

  @Test
  void aBadLineLosesNothing() {
    SerialLink host = meet(host(DEVICE_KEY, true, challenge()));
    device.damage(0.1);
    int believed = 0;
    for (int i = 0; i < 20; i++) {
      device.atHost.clear();
      device.outcomes.clear();
      int sequence = device.submit(input(4, true)).sequence();
      boolean answered = false;
      for (int waited = 0; device.outcomes.isEmpty() && waited < 30_000; waited++) {
        device.run(1);
        if (!answered && !device.all(UpcallRequest.class).isEmpty()) {
          answered = true;
          host.send(answer(sequence));
        }
      }
      assertEquals(1, device.outcomes.size(), "sample " + i);
      believed += device.outcomes.get(0).source() == ANSWERED ? 1 : 0;
      device.run(2000);
    }
    assertTrue(believed > 5, believed + " of 20 in time");
  }

  /** Sealed or not, whole or damaged: nothing of it is believed, and it does no harm. */
  @Test
  void noiseDoesNoHarm() {
    byte[] challenge = challenge();
    meet(host(DEVICE_KEY, true, challenge));
    WireSamples samples = new WireSamples(43);
    int sequence = ask();
    for (int i = 0; i < 1500; i++) {
      Message message = samples.message();
      if (message instanceof Answer answer) {
        message = new Answer(header(BOOT, sequence), answer.classIndex() % 12, 0.5f, 1);
      }
      byte[] bytes = MessageCodec.encode(message);
      byte[] other = new byte[] {(byte) i, 0, 0, 0, 0, 0, 0, 1};
      byte[] sent = i % 3 == 0 ? bytes : Seal.close(bytes, HOST, DEVICE_KEY, Bytes.of(other));
      for (byte[] frame : SerialFramer.frames(sent)) {
        byte[] line = SerialFramer.line(frame);
        device.poll(samples.random().nextInt(3) == 0 ? samples.mutate(line) : line);
      }
    }
    assertEquals(0, device.outcomes.size(), () -> device.outcomes.toString());
    SerialLink host = meet(host(DEVICE_KEY, true, challenge()));
    host.send(answer(sequence));
    device.run(20);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
  }

  @Test
  void aSealIsOfOneKeyAndOneConversation() {
    byte[] message = MessageCodec.encode(answer(3));
    Bytes now = Bytes.of(challenge());
    byte[] sealed = Seal.close(message, HOST, DEVICE_KEY, now);
    assertEquals(message.length + Seal.MAC_BYTES, sealed.length);
    assertTrue(Seal.isOn(sealed) && !Seal.isOn(message));
    assertTrue(Seal.isBy(sealed, HOST, DEVICE_KEY, now));
    assertFalse(Seal.isBy(sealed, HOST, OTHER_KEY, now));
    assertFalse(Seal.isBy(sealed, DEVICE, DEVICE_KEY, now), "said by the other end");
    assertFalse(Seal.isBy(sealed, HOST, DEVICE_KEY, Bytes.of(challenge())));
    assertEquals(Bytes.of(message), Bytes.of(Seal.strip(sealed)));
  }
}
