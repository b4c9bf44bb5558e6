package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the firmware's runtime, in C, does with answers that the host checks or corrects, and with
 * questions that it may not ask.
 */
@Tag("cc")
class DeviceHabitsTest {
  private static final int BOOT = DeviceConversation.BOOT;
  private static final int DEADLINE_MS = DeviceConversation.DEADLINE_MS;
  private static final int SILENCE_MS = 3000;
  private static final int AUDIT = 3;
  private static final int LATER = 4;
  private static final int DEGRADE = 5;

  @TempDir static Path folder;
  private static DeviceUnderTest device;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    device =
        DeviceUnderTest.build(
            folder,
            "UPCALL_LEARNS=1",
            "UPCALL_CHECKS=1",
            "UPCALL_SURROUNDINGS=1",
            "UPCALL_SILENCE_MS=" + SILENCE_MS);
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
    device.damage(0).capacity(0).at(1000).boot(BOOT).withNewHost().run(20);
    device.atHost.clear();
  }

  @Test
  void anAnswerNowIsCorrectedLater() {
    int sequence = device.submit(input(4, LATER)).sequence();
    device.run(1);
    assertEquals(List.of(outcome(sequence, DeviceConversation.LOCAL, 4, false)), device.outcomes);
    device.run(20);
    Header header = device.only(UpcallRequest.class).header();
    assertEquals(header(BOOT, sequence).withFlags(Header.ASYNCHRONOUS), header);
    answer(sequence, 7);
    device.run(20);
    assertEquals(outcome(sequence, DeviceConversation.CORRECTED, 7, true), device.outcomes.get(1));
  }

  @Test
  void anAnswerNowThatIsConfirmedIsToldToo() {
    int sequence = device.submit(input(4, LATER)).sequence();
    device.run(20);
    answer(sequence, 4);
    device.run(20);
    assertEquals(outcome(sequence, DeviceConversation.CORRECTED, 4, true), device.outcomes.get(1));
  }

  @Test
  void anAuditIsHeardOfOnlyWhereTheAnswerWasWrong() {
    int right = device.submit(input(4, AUDIT)).sequence();
    device.run(20);
    Header header = device.only(UpcallRequest.class).header();
    assertEquals(header(BOOT, right).withFlags(Header.AUDIT), header);
    answer(right, 4);
    device.run(20);
    assertEquals(List.of(outcome(right, DeviceConversation.LOCAL, 4, false)), device.outcomes);
    device.outcomes.clear();
    int wrong = device.submit(input(4, AUDIT)).sequence();
    device.run(20);
    answer(wrong, 7);
    device.run(20);
    assertEquals(
        List.of(
            outcome(wrong, DeviceConversation.LOCAL, 4, false),
            outcome(wrong, DeviceConversation.CORRECTED, 7, true)),
        device.outcomes);
    assertEquals(2, stat(Stats.Counter.AUDITS));
    assertEquals(2, stat(Stats.Counter.LOCAL));
    assertEquals(2, stat(Stats.Counter.UPCALLS));
  }

  /** The made-up policy takes a class for sure that an audit, and only that, has named. */
  @Test
  void thePolicyHearsThatItWasAudited() {
    int audited = device.submit(input(4, AUDIT)).sequence();
    device.run(20);
    answer(audited, 7);
    device.run(20);
    device.outcomes.clear();
    device.submit(DeviceConversation.input(7, true));
    device.run(20);
    assertEquals(DeviceConversation.LOCAL, device.outcomes.get(0).source());
  }

  @Test
  void withoutAnswerTheResultStandsAndMayStillBeCorrected() {
    int sequence = device.submit(input(4, LATER)).sequence();
    device.run(DEADLINE_MS + 10);
    assertEquals(List.of(outcome(sequence, DeviceConversation.LOCAL, 4, false)), device.outcomes);
    assertEquals(1, stat(Stats.Counter.UNCHECKED));
    assertEquals(0, stat(Stats.Counter.DEGRADED));
    answer(sequence, 7);
    device.run(20);
    assertEquals(outcome(sequence, DeviceConversation.CORRECTED, 7, true), device.outcomes.get(1));
  }

  @Test
  void whereThereIsNoRoomNothingIsAskedAndNoAnswerLost() {
    device.withoutHost();
    assertEquals(OK, device.submit(DeviceConversation.input(4, true)).status());
    assertEquals(OK, device.submit(input(5, AUDIT)).status());
    device.run(1);
    assertEquals(OK, device.submit(input(6, LATER)).status());
    device.run(1);
    assertEquals(BUSY, device.submit(DeviceConversation.input(4, true)).status());
    assertEquals(
        List.of(DeviceConversation.LOCAL, DeviceConversation.DEGRADED),
        device.outcomes.stream().map(DeviceUnderTest.Outcome::source).toList());
    device.withNewHost().run(DEADLINE_MS + 300);
    assertEquals(2, stat(Stats.Counter.WITHHELD));
  }

  @Test
  void aQuestionThatMayNotBeAskedIsDegradedAtOnce() {
    int sequence = device.submit(input(4, DEGRADE)).sequence();
    device.run(1);
    assertEquals(
        List.of(outcome(sequence, DeviceConversation.DEGRADED, 4, false)), device.outcomes);
    device.run(DEADLINE_MS + 10);
    assertEquals(List.of(), device.all(UpcallRequest.class));
    assertEquals(1, stat(Stats.Counter.DEGRADED));
    assertEquals(1, stat(Stats.Counter.WITHHELD));
  }

  /** A host that sends samples gets one result for each, when there is room for the next. */
  @Test
  void samplesOfTheHostGiveTheDevicesAnswerInTheEnd() {
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(input(4, LATER))));
    device.run(30);
    assertEquals(List.of(), device.all(Result.class));
    answer(device.only(UpcallRequest.class).header().sequence(), 7);
    device.run(30);
    Result result = device.only(Result.class);
    assertEquals(List.of(Result.Source.LOCAL, 4), List.of(result.source(), result.classIndex()));
    assertEquals(List.of(), device.outcomes, "none of the application's business");
    device.host().send(new Sample(header(BOOT, 1001), Bytes.of(input(5, AUDIT))));
    device.run(DEADLINE_MS + 30);
    assertEquals(5, device.all(Result.class).get(1).classIndex());
    assertEquals(OK, device.submit(DeviceConversation.input(4, true)).status(), "no place is lost");
  }

  /** One deadline passes, further questions are not asked; a hello brings the link back. */
  @Test
  void withoutLinkAnswersAreDegradedAtOnce() {
    device.withoutHost();
    submitAndRun(DEADLINE_MS + 2);
    assertEquals(DeviceConversation.DEGRADED, last().source());
    for (int i = 0; i < 50; i++) {
      int before = device.outcomes.size();
      submitAndRun(1);
      assertEquals(before + 1, device.outcomes.size(), "at once");
      assertEquals(DeviceConversation.DEGRADED, last().source());
      device.run(400);
    }
    device.withNewHost().run(20);
    device.atHost.clear();
    submitAndRun(20);
    answer(device.only(UpcallRequest.class).header().sequence(), 7);
    device.run(20);
    assertEquals(DeviceConversation.ANSWERED, last().source());
  }

  /** The line came back and nobody said hello: the births that are sent meanwhile find out. */
  @Test
  void aLineThatTakesMessagesAgainIsALink() {
    SerialLink same = device.host();
    device.withoutHost();
    submitAndRun(DEADLINE_MS + 2);
    submitAndRun(1);
    assertEquals(2, device.outcomes.size());
    device.with(same).run(3000);
    device.atHost.clear();
    submitAndRun(20);
    assertEquals(1, device.all(UpcallRequest.class).size());
  }

  /** The line takes everything, and nobody answers: asked again after a while, or when heard. */
  @Test
  void aSilentHostIsTriedAgainAfterAWhile() {
    submitAndRun(DEADLINE_MS + 2);
    device.atHost.clear();
    submitAndRun(10);
    assertEquals(List.of(), device.all(UpcallRequest.class));
    device.run(SILENCE_MS);
    submitAndRun(DEADLINE_MS + 2);
    assertTrue(device.all(UpcallRequest.class).size() >= 1);
    device.atHost.clear();
    submitAndRun(10);
    assertEquals(List.of(), device.all(UpcallRequest.class));
    stat(Stats.Counter.RUNS);
    submitAndRun(10);
    assertEquals(List.of(), device.all(UpcallRequest.class), "whoever asks may answer nothing");
    answer(last().sequence(), 7);
    device.run(10);
    submitAndRun(10);
    assertEquals(1, device.all(UpcallRequest.class).size(), "the host was heard");
  }

  @Test
  void beforeAnybodyWasHeardThereIsNoLink() {
    device.withoutHost().boot(BOOT + 1);
    submitAndRun(1);
    assertEquals(DeviceConversation.DEGRADED, last().source());
  }

  private static void submitAndRun(int milliseconds) {
    assertEquals(OK, device.submit(DeviceConversation.input(4, true)).status());
    device.run(milliseconds);
  }

  private static DeviceUnderTest.Outcome last() {
    return device.outcomes.get(device.outcomes.size() - 1);
  }

  private static byte[] input(int top, int verdict) {
    byte[] input = DeviceConversation.input(top, false);
    input[input.length - 1] = 3;
    input[input.length - 2] = (byte) verdict;
    return input;
  }

  private static void answer(int sequence, int classIndex) {
    device.host().send(new Answer(header(BOOT, sequence), classIndex, 0.75f, 0b1011));
  }

  private static long stat(Stats.Counter counter) {
    device.atHost.removeIf(Stats.class::isInstance);
    device.host().send(Stats.request(header(BOOT, device.now())));
    device.run(20);
    return device.only(Stats.class).get(counter).orElseThrow();
  }

  private static DeviceUnderTest.Outcome outcome(
      int sequence, int source, int top, boolean answered) {
    return DeviceConversation.outcome(
        sequence, source, top, 4, answered ? 0.75f : 0, answered ? 0b1011 : 0);
  }
}
