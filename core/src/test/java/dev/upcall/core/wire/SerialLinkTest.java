package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialLinkTest {
  private final WireSamples samples = new WireSamples(11);
  private final Birth birth = samples.birth(1, 3, 100_000);

  /** It is told that its birth cannot be read, and is sent nothing else until one can be. */
  @Test
  void aDeviceOfAnotherVersionIsToldSo() {
    SerialLink host = SerialLink.host(SerialTiming.forBaud(115_200, 1));
    byte[] bytes = MessageCodec.encode(birth);
    bytes[0] = 2;
    MessageCodecTest.repair(bytes);
    byte[] line = SerialFramer.line(SerialFramer.frames(bytes).get(0));
    Foreign heard = (Foreign) host.receive(line, line.length, 1).get(0);
    assertTrue(host.isUp() && host.birth().isEmpty());
    Sample sample = new Sample(birth.header(), Bytes.of(new byte[5]));
    assertThrows(UpcallException.class, () -> host.send(sample));
    host.send(heard.refusal());
    assertTrue(host.poll(2).length > 0);
    line = SerialFramer.line(SerialFramer.frames(MessageCodec.encode(birth)).get(0));
    host.receive(line, line.length, 3);
    assertEquals(birth, host.birth().orElseThrow());
    host.send(sample);
  }

  @Test
  void theHostOpensTheConversation() {
    SimulatedLine line = new SimulatedLine(1);
    assertFalse(line.host.isUp());
    line.run(1000, () -> line.device.send(birth));
    assertTrue(line.host.isUp());
    assertEquals(birth, line.host.birth().orElseThrow());
    assertEquals(List.of(birth), line.atHost);
  }

  @Test
  void helloIsRepeatedUntilTheDeviceIsThere() {
    SerialTiming timing = SerialTiming.forBaud(115_200, 1);
    SerialLink host = SerialLink.host(timing);
    byte[] hello = host.poll(0);
    assertTrue(hello.length > 0);
    assertEquals(0, host.poll(1).length);
    assertEquals(timing.helloMs(), host.wakeAt(1));
    assertArrayEquals(hello, host.poll(timing.helloMs()));
  }

  @Test
  void a3072ByteInputTravelsInFragments() {
    SimulatedLine line = new SimulatedLine(2);
    line.run(1000, () -> line.device.send(birth));
    Sample sample = new Sample(samples.header(), samples.bytes(3072));
    UpcallRequest upcall = samples.upcall(3072);
    line.host.send(sample);
    line.device.send(upcall);
    line.run(5000, () -> {});
    assertEquals(List.of(sample), line.atDevice);
    assertEquals(List.of(birth, upcall), line.atHost);
    assertEquals(5, SerialFramer.frames(MessageCodec.encode(sample)).size());
    assertEquals(0, line.host.repeated() + line.device.repeated());
  }

  /**
   * Whatever the line does to them, messages arrive once and in order, and the line comes to rest.
   */
  @ParameterizedTest
  @CsvSource({
    "0.10, 0.05, 0.00, 0.05",
    "0.30, 0.10, 0.00, 0.10",
    "0.00, 0.50, 0.00, 0.00",
    "0.10, 0.05, 0.05, 0.05",
  })
  void messagesArriveOnceAndInOrder(double lost, double doubled, double late, double damaged) {
    for (int seed = 0; seed < 10; seed++) {
      SimulatedLine line = new SimulatedLine(seed).faults(lost, doubled, late, damaged);
      List<Message> up = new ArrayList<>();
      List<Message> down = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        up.add(samples.upcall(1 + samples.random().nextInt(3072)));
        down.add(new Sample(samples.header(), Bytes.of(new byte[2000])));
      }
      line.run(600_000, () -> line.device.send(birth));
      assertTrue(line.host.isUp(), "seed " + seed);
      up.forEach(line.device::send);
      down.forEach(line.host::send);
      line.run(6_000_000, () -> line.device.send(birth));
      assertEquals(down, withoutRepetition(line.atDevice, late), "to device, seed " + seed);
      List<Message> atHost = new ArrayList<>(line.atHost);
      atHost.removeIf(Birth.class::isInstance);
      assertEquals(up, withoutRepetition(atHost, late), "to host, seed " + seed);
      assertEquals(0, line.host.waiting() + line.device.waiting());
    }
  }

  /** A line that reorders can bring an old message back; sessions drop it by its key. */
  private static List<Message> withoutRepetition(List<Message> messages, double late) {
    return late == 0 ? messages : new ArrayList<>(new LinkedHashSet<>(messages));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 16, 200})
  void atMostAWindowOfFramesIsUnacknowledged(int window) {
    SerialLink host = upWith(samples.birth(1, window, 100_000));
    host.send(new Sample(samples.header(), samples.bytes(634 * 30)));
    int frames = countFrames(host.poll(10));
    assertEquals(Math.min(window, 16), frames);
    assertEquals(0, host.poll(10).length);
  }

  @Test
  void anAcknowledgementCoversTheFramesBeforeIt() {
    SerialLink host = upWith(samples.birth(1, 4, 100_000));
    Sample sample = new Sample(samples.header(), samples.bytes(634 * 7));
    List<byte[]> frames = SerialFramer.frames(MessageCodec.encode(sample));
    host.send(sample);
    assertEquals(4, countFrames(host.poll(0)));
    acknowledge(host, frames, 2, 5);
    assertEquals(3, countFrames(host.poll(5)), "three more, the fourth is still out");
    acknowledge(host, frames, 1, 6);
    assertEquals(0, host.poll(6).length, "an old acknowledgement changes nothing");
  }

  @Test
  void anAcknowledgementOfEqualDataInAnotherMessageIsNotTakenForThisOne() {
    Bytes equal = Bytes.of(new byte[634 * 2]);
    Header header = samples.header();
    List<byte[]> first = frames(new Sample(header.withSequence(1), equal));
    List<byte[]> second = frames(new Sample(header.withSequence(2), equal));
    assertArrayEquals(first.get(1), second.get(1));
    SerialLink host = upWith(samples.birth(1, 1, 100_000));
    host.send(new Sample(header.withSequence(2), equal));
    host.poll(0);
    acknowledge(host, second, 0, 1);
    host.poll(1);
    acknowledge(host, first, 1, 2);
    assertEquals(0, host.poll(2).length, "part 1 of the second is still out");
    acknowledge(host, second, 1, 3);
    assertEquals(1, countFrames(host.poll(3)));
  }

  @Test
  void repetitionsBackOffAndThenStartTheMessageAgain() {
    SerialTiming timing = new SerialTiming(250, 100, 800, 3);
    SerialLink host = SerialLink.host(timing);
    receive(host, samples.birth(1, 1, 100_000));
    host.poll(0);
    Sample sample = new Sample(samples.header(), samples.bytes(2000));
    List<byte[]> frames = frames(sample);
    host.send(sample);
    host.poll(0);
    acknowledge(host, frames, 0, 0);
    assertArrayEquals(SerialFramer.line(frames.get(1)), host.poll(0));
    assertEquals(100, host.wakeAt(0));
    assertEquals(0, host.poll(99).length);
    assertArrayEquals(SerialFramer.line(frames.get(1)), host.poll(100));
    assertEquals(300, host.wakeAt(100));
    assertArrayEquals(SerialFramer.line(frames.get(1)), host.poll(300));
    assertEquals(700, host.wakeAt(300));
    assertArrayEquals(SerialFramer.line(frames.get(0)), host.poll(700), "from the start");
    assertEquals(3, host.repeated());
  }

  @Test
  void aRestartOfTheDeviceEmptiesTheQueue() {
    SerialLink host = upWith(samples.birth(1, 1, 100_000));
    host.send(new Sample(samples.header(), samples.bytes(2000)));
    host.send(new Sample(samples.header(), samples.bytes(2000)));
    host.poll(0);
    receive(host, samples.birth(2, 1, 100_000));
    assertEquals(0, host.waiting());
    assertEquals(2, host.discarded());
    assertEquals(2, host.birth().orElseThrow().header().boot());
  }

  @Test
  void whatTheDeviceCannotTakeIsRefused() {
    SerialLink early = SerialLink.host(SerialTiming.forBaud(9600, 1));
    Sample large = new Sample(samples.header(), samples.bytes(500));
    early.send(large);
    receive(early, samples.birth(1, 1, 400));
    early.poll(0);
    assertEquals(1, early.discarded());
    UpcallException e = assertThrows(UpcallException.class, () -> early.send(large));
    assertEquals(WireError.MESSAGE_TOO_LARGE, WireError.of(e));
    Sample huge = new Sample(samples.header(), samples.bytes(SerialFramer.MAX_MESSAGE_BYTES - 31));
    assertThrows(UpcallException.class, () -> upWith(birth).send(huge));
  }

  @Test
  void sequenceNumbersMayWrap() {
    SimulatedLine line = new SimulatedLine(3);
    line.run(1000, () -> line.device.send(birth));
    List<Message> sent = new ArrayList<>();
    for (int sequence = -3; sequence < 3; sequence++) {
      Header header = samples.header().withSequence(sequence);
      sent.add(new UpcallRequest(header, 0, samples.bytes(1), samples.bytes(64)));
    }
    sent.forEach(line.device::send);
    line.run(10_000, () -> {});
    assertEquals(sent, line.atHost.subList(1, line.atHost.size()));
  }

  private SerialLink upWith(Birth of) {
    SerialLink host = SerialLink.host(SerialTiming.forBaud(115_200, 1));
    receive(host, of);
    host.poll(0);
    return host;
  }

  private static void receive(SerialLink link, Message message) {
    for (byte[] frame : frames(message)) {
      byte[] line = SerialFramer.line(frame);
      link.receive(line, line.length, 0);
    }
  }

  private static List<byte[]> frames(Message message) {
    return SerialFramer.frames(MessageCodec.encode(message));
  }

  private static void acknowledge(SerialLink link, List<byte[]> frames, int part, long now) {
    int mark = FrameCodec.mark(frames.get(part), FrameCodec.key(frames.get(0)));
    byte[] line = SerialFramer.line(FrameCodec.encode(new SerialFrame.Acknowledgement(mark)));
    link.receive(line, line.length, now);
  }

  private static int countFrames(byte[] line) {
    int frames = 0;
    for (int i = 1; i < line.length; i++) {
      frames += line[i] == 0 && line[i - 1] != 0 ? 1 : 0;
    }
    return frames;
  }
}
