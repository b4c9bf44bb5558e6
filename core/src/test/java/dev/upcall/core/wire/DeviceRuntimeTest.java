package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the firmware's runtime, in C, does with the application's inputs and the host's answers. */
@Tag("cc")
class DeviceRuntimeTest extends DeviceConversation {
  @Test
  void whatTheDeviceIsSureOfStaysThere() {
    device.atHost.clear();
    DeviceUnderTest.Submitted submitted = device.submit(input(4, false));
    device.run(50);
    assertEquals(OK, submitted.status());
    assertEquals(List.of(outcome(submitted.sequence(), LOCAL, 4, 4, 0, 0)), device.outcomes);
    assertEquals(List.of(), device.atHost);
  }

  @Test
  void anUpcallIsAnswered() {
    device.atHost.clear();
    int sequence = device.submit(input(4, true)).sequence();
    device.run(20);
    UpcallRequest upcall = device.only(UpcallRequest.class);
    assertEquals(header(BOOT, sequence), upcall.header());
    assertEquals(4, upcall.classIndex());
    assertEquals(Bytes.of(input(4, true)), upcall.input());
    assertEquals(Bytes.of(java.util.Arrays.copyOf(input(4, true), 10)), upcall.scores());
    answer(BOOT, sequence, 7);
    device.run(20);
    assertEquals(List.of(outcome(sequence, ANSWERED, 7, 4, 0.75f, 0b1011)), device.outcomes);
  }

  /** The made-up ladder no longer asks about a class that the host has confirmed. */
  @Test
  void anAnswerTeachesThePolicy() {
    answerNext(7);
    answerNext(4);
    device.submit(input(4, true));
    device.run(20);
    assertEquals(LOCAL, device.outcomes.get(2).source());
    device.boot(BOOT + 1).withNewHost().run(20);
    device.atHost.clear();
    device.submit(input(4, true));
    device.run(20);
    assertEquals(4, device.only(UpcallRequest.class).classIndex(), "a start forgets");
  }

  private static void answerNext(int label) {
    device.atHost.clear();
    int sequence = device.submit(input(4, true)).sequence();
    device.run(20);
    answer(BOOT, sequence, label);
    device.run(20);
    assertEquals(ANSWERED, device.outcomes.get(device.outcomes.size() - 1).source());
  }

  @Test
  void withoutHostTheDeadlineGivesADegradedResult() {
    device.withoutHost();
    int start = device.now();
    int sequence = device.submit(input(4, true)).sequence();
    device.run(DEADLINE_MS);
    assertEquals(List.of(), device.outcomes, "the clock may have been about to tick");
    device.run(1);
    assertEquals(start + DEADLINE_MS + 1, device.now());
    assertEquals(List.of(outcome(sequence, DEGRADED, 4, 4, 0, 0)), device.outcomes);
  }

  @Test
  void deadlinesSurviveTheWrapOfTheClock() {
    device.withoutHost().at(-100).boot(BOOT);
    device.submit(input(4, true));
    device.run(DEADLINE_MS);
    assertEquals(List.of(), device.outcomes);
    device.run(1);
    assertEquals(DEGRADED, device.outcomes.get(0).source());
  }

  @Test
  void aLateAnswerCorrectsOnceAndIsThenStale() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(DEADLINE_MS + 10);
    answer(BOOT, sequence, 7);
    device.host().send(new Answer(header(BOOT, sequence).withAttempt(1), 8, 0.75f, 1));
    device.run(50);
    assertEquals(
        List.of(
            outcome(sequence, DEGRADED, 4, 4, 0, 0),
            outcome(sequence, CORRECTED, 7, 4, 0.75f, 0b1011)),
        device.outcomes);
    assertEquals(1, stat(Stats.Counter.STALE));
  }

  @Test
  void answersToOthersAreNotTaken() {
    int sequence = device.submit(input(4, true)).sequence();
    answer(BOOT + 1, sequence, 7);
    answer(BOOT, sequence + 1, 7);
    Header other = header(BOOT, sequence);
    Header elsewhere = new Header(1, BOOT, sequence, other.signature(), 0, 0);
    Header older = new Header(other.device(), BOOT, sequence, 9, 0, 0);
    device.host().send(new Answer(elsewhere, 7, 1, 1));
    device.host().send(new Answer(older, 7, 1, 1));
    device.host().send(new Answer(other, 10, 1, 1));
    device.run(DEADLINE_MS + 10);
    assertEquals(List.of(outcome(sequence, DEGRADED, 4, 4, 0, 0)), device.outcomes);
    assertEquals(2, stat(Stats.Counter.STALE));
    assertEquals(Ack.Code.MALFORMED, device.only(Ack.class).code(), "class 10 of 10");
  }

  @Test
  void oneUpcallAtATimeButLocalAnswersGoOn() {
    device.withoutHost();
    assertEquals(OK, device.submit(input(4, true)).status());
    assertEquals(BUSY, device.submit(input(5, true)).status());
    assertEquals(OK, device.submit(input(6, false)).status());
    assertEquals(BUSY, device.submit(input(6, false)).status(), "a result waits for poll");
    device.run(1);
    assertEquals(OK, device.submit(input(6, false)).status());
    device.run(DEADLINE_MS);
    assertEquals(OK, device.submit(input(5, true)).status(), "the first has passed its deadline");
    assertEquals(List.of(LOCAL, LOCAL, DEGRADED), sources());
  }

  private static List<Integer> sources() {
    return device.outcomes.stream().map(DeviceUnderTest.Outcome::source).toList();
  }

  @Test
  void aStoredUpcallIsNotKeptAndNotRepeated() {
    device.atHost.clear();
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    device.host().send(new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.STORED));
    device.run(10);
    assertEquals(OK, device.submit(input(5, true)).status(), "its input was given back");
    answer(BOOT, sequence, 7);
    device.run(10);
    assertEquals(ANSWERED, device.outcomes.get(0).source());
    assertEquals(7, device.outcomes.get(0).classIndex());
  }

  @Test
  void aRefusedUpcallDoesNotWaitForItsDeadline() {
    int sequence = device.submit(input(4, true)).sequence();
    device.run(10);
    Ack refusal = new Ack(header(BOOT, sequence), MessageType.UPCALL, Ack.Code.UNKNOWN_SIGNATURE);
    device.host().send(refusal);
    device.run(10);
    assertEquals(List.of(outcome(sequence, DEGRADED, 4, 4, 0, 0)), device.outcomes);
  }

  @Test
  void samplesOfTheHostGiveResults() {
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(input(4, false))));
    device.run(20);
    Result result = device.only(Result.class);
    assertEquals(header(BOOT, 1000), result.header());
    assertEquals(Result.Source.LOCAL, result.source());
    assertEquals(4, result.classIndex());
    assertEquals(-3, result.scores().get(0));

    device.host().send(new Sample(header(BOOT, 1001), Bytes.of(input(5, true))));
    device.run(20);
    answer(BOOT, device.only(UpcallRequest.class).header().sequence(), 9);
    device.run(20);
    Result answered = device.all(Result.class).get(1);
    assertEquals(Result.Source.ANSWERED, answered.source());
    assertEquals(List.of(9, 5), List.of(answered.classIndex(), answered.deviceClass()));

    device.host().send(new Sample(header(BOOT, 1002), Bytes.of(input(6, true))));
    device.run(DEADLINE_MS + 20);
    Result degraded = device.all(Result.class).get(2);
    assertEquals(Result.Source.DEGRADED, degraded.source());
    assertTrue(degraded.header().has(Header.DEGRADED));
    assertEquals(List.of(), device.outcomes, "none of the application's business");
  }

  @Test
  void rawSamplesArePreprocessedInPlace() {
    byte[] raw = new byte[INPUT];
    java.util.Arrays.fill(raw, (byte) 128);
    raw[3] = (byte) 200;
    Header header = header(BOOT, 5).withFlags(Header.RAW);
    device.host().send(new Sample(header, Bytes.of(raw)));
    device.run(20);
    assertEquals(3, device.only(Result.class).classIndex());
    assertEquals(72, device.only(Result.class).scores().get(3));
  }

  @Test
  void aSampleWaitsForRoom() {
    device.submit(input(4, true));
    device.run(5);
    device.host().send(new Sample(header(BOOT, 6), Bytes.of(input(2, false))));
    device.run(DEADLINE_MS - 20);
    assertEquals(List.of(), device.all(Result.class));
    device.run(1000);
    assertEquals(2, device.only(Result.class).classIndex());
  }
}
