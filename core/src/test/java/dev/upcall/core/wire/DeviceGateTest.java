package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the firmware's runtime, in C, does with samples that a policy sends up before any stage. */
@Tag("cc")
class DeviceGateTest extends DeviceConversation {
  private static final int NO_STAGE = 255;

  /** Class 4 by the ladder's second stage. */
  private static final byte[] GATED = gated(later(4, false));

  @BeforeAll
  static void buildWithGate() throws IOException, InterruptedException {
    end();
    device = DeviceUnderTest.build(folder, "UPCALL_GATE=1", "UPCALL_LEARNS=1");
  }

  @AfterEach
  void freeThePlace() {
    device.run(2 * DEADLINE_MS);
  }

  private static byte[] gated(byte[] input) {
    input[INPUT - 2] = 1;
    return input;
  }

  @Test
  void sendsTheInputWithoutScores() {
    int sequence = device.submit(GATED).sequence();
    device.run(20);
    UpcallRequest upcall = device.only(UpcallRequest.class);
    assertEquals(0, upcall.header().stage(), "the tier above begins with the input");
    assertEquals(0, upcall.classIndex());
    assertEquals(Bytes.of(toArray(Collections.nCopies(10, (byte) -128))), upcall.scores(), "none");
    assertEquals(Bytes.of(GATED), upcall.input());
    answer(BOOT, sequence, 7);
    device.run(20);
    assertEquals(
        List.of(
            new DeviceUnderTest.Outcome(
                sequence, ANSWERED, (byte) NO_STAGE, 7, 0, 0.75f, 0b1011, -128)),
        device.outcomes);
    assertEquals(1, stat(Stats.Counter.UPCALLS));
  }

  @Test
  void othersRunTheLadder() {
    int sequence = device.submit(later(4, false)).sequence();
    device.run(1);
    assertEquals(List.of(second(sequence, LOCAL, 4)), device.outcomes);
  }

  @Test
  void whereNobodyAnswersTheLadderDoes() {
    device.withoutHost();
    int sequence = device.submit(GATED).sequence();
    assertEquals(BUSY, device.submit(GATED).status(), "its input has the only place");
    device.run(DEADLINE_MS);
    assertEquals(List.of(), device.outcomes);
    device.run(2);
    assertEquals(List.of(), device.outcomes, "a stage a poll");
    device.run(1);
    assertEquals(List.of(second(sequence, DEGRADED, 4)), device.outcomes);
    assertEquals(OK, device.submit(GATED).status(), "its place is free");
  }

  @Test
  void whatTheLadderWouldAskIsNotAskedAgain() {
    device.withoutHost();
    int sequence = device.submit(gated(later(4, true))).sequence();
    device.run(DEADLINE_MS + 5);
    assertEquals(List.of(second(sequence, DEGRADED, 4)), device.outcomes);
  }

  @Test
  void oneLadderRunsAtATime(@TempDir Path other) throws IOException, InterruptedException {
    try (DeviceUnderTest two = DeviceUnderTest.build(other, "UPCALL_GATE=1", "UPCALL_PENDING=2")) {
      two.at(1000).boot(BOOT).withoutHost();
      int first = two.submit(GATED).sequence();
      int second = two.submit(gated(later(5, false))).sequence();
      two.run(DEADLINE_MS + 3);
      assertEquals(List.of(second(first, DEGRADED, 4)), two.outcomes);
      two.run(2);
      assertEquals(List.of(second(first, DEGRADED, 4), second(second, DEGRADED, 5)), two.outcomes);
    }
  }

  @Test
  void anAnswerEndsTheLadder() {
    int sequence = device.submit(GATED).sequence();
    device.run(DEADLINE_MS - 1);
    answer(BOOT, sequence, 7);
    device.run(10);
    assertEquals(1, device.outcomes.size());
    assertEquals(ANSWERED, device.outcomes.get(0).source());
    assertEquals(7, device.outcomes.get(0).classIndex());
  }

  @Test
  void keepsTheInputThoughTheHostHasStoredIt() {
    int sequence = device.submit(GATED).sequence();
    device.run(20);
    device.host().send(new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.STORED));
    device.run(20);
    assertEquals(BUSY, device.submit(GATED).status());
    device.run(DEADLINE_MS);
    assertEquals(List.of(second(sequence, DEGRADED, 4)), device.outcomes);
  }

  @Test
  void aRefusalLetsTheLadderRunAtOnce() {
    int sequence = device.submit(GATED).sequence();
    device.run(20);
    device.host().send(new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.UNSUPPORTED));
    device.run(20);
    assertEquals(List.of(second(sequence, DEGRADED, 4)), device.outcomes);
  }

  @Test
  void policiesBehindStagesDoNotLearnFromIt() {
    answerTo(gated(input(4, true)), 4);
    // Had the first stage's policy learned that class 4 is right, it would not ask.
    device.atHost.clear();
    device.submit(input(4, true));
    device.run(20);
    assertEquals(1, device.all(UpcallRequest.class).size());
  }

  @Test
  void samplesOfTheHostPassItToo() {
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(GATED)));
    device.run(30);
    answer(BOOT, device.only(UpcallRequest.class).header().sequence(), 9);
    device.run(30);
    Result result = device.only(Result.class);
    assertEquals(9, result.classIndex());
    assertEquals(NO_STAGE, result.header().stage());
    assertTrue(device.outcomes.isEmpty());
  }

  private static void answerTo(byte[] input, int classIndex) {
    int sequence = device.submit(input).sequence();
    device.run(20);
    answer(BOOT, sequence, classIndex);
    device.run(20);
  }

  private static byte[] toArray(List<Byte> bytes) {
    byte[] array = new byte[bytes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.get(i);
    }
    return array;
  }

  private static DeviceUnderTest.Outcome second(int sequence, int source, int top) {
    return new DeviceUnderTest.Outcome(sequence, source, 1, top, top, 0, 0, -3);
  }
}
