package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The firmware's runtime, in C, in conversation with the host's link. */
@Tag("cc")
class DeviceRuntimeTest {
  private static final int INPUT = 64;
  private static final int BOOT = 77;
  private static final int DEADLINE_MS = 200;
  private static final int LOCAL = 0;
  private static final int ANSWERED = 1;
  private static final int DEGRADED = 2;
  private static final int CORRECTED = 3;

  @TempDir private static Path folder;
  private static DeviceUnderTest device;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    device = DeviceUnderTest.build(folder, "UPCALL_PARAMETERS=4");
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
    device.damage(0).capacity(0).at(1000).boot(BOOT).withNewHost().run(20);
    assertTrue(device.host().isUp());
  }

  /** Scores 0 but for {@code top}; asks the host if {@code asks}. */
  private static byte[] input(int top, boolean asks) {
    byte[] input = new byte[INPUT];
    input[top] = 50;
    input[0] = (byte) (top == 0 ? 50 : -3);
    input[INPUT - 1] = (byte) (asks ? 2 : 0);
    return input;
  }

  private static void answer(int boot, int sequence, int classIndex) {
    device.host().send(new Answer(header(boot, sequence), classIndex, 0.75f, 0b1011));
  }

  @Test
  void theBirthSaysWhatTheDeviceIs() {
    Birth birth = device.host().birth().orElseThrow();
    assertEquals(header(BOOT, 0), birth.header().withFlags(0));
    assertEquals(32, birth.signature().get(31));
    assertEquals("digits test 00c0ffee 0.1.0", texts(birth));
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
  void whatTheDeviceIsSureOfStaysThere() {
    device.atHost.clear();
    DeviceUnderTest.Submitted submitted = device.submit(input(4, false));
    device.run(50);
    assertEquals(OK, submitted.status());
    assertEquals(List.of(outcome(submitted.sequence(), LOCAL, 4, 4, 0, 0)), device.outcomes);
    assertEquals(List.of(), device.atHost);
  }

  private static DeviceUnderTest.Outcome outcome(
      int sequence, int source, int top, int deviceTop, float confidence, int members) {
    return new DeviceUnderTest.Outcome(
        sequence, source, 1, top, deviceTop, confidence, members, -3);
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

  private static long stat(Stats.Counter counter) {
    device.atHost.removeIf(Stats.class::isInstance);
    device.host().send(Stats.request(header(BOOT, device.now())));
    device.run(20);
    return device.only(Stats.class).get(counter).orElseThrow();
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
    assertEquals(header(BOOT, 1000).withStage(1), result.header());
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

  @Test
  void parametersAreTakenOrRefused() {
    Header header = header(BOOT, 1).withStage(1);
    device.host().send(new Parameters(header, List.of(0.25f, 0.5f)));
    device.run(10);
    device.host().send(new Parameters(header.withSequence(2), List.of(0.5f, 0.25f)));
    device.run(10);
    device.host().send(new Parameters(header.withSequence(3), Collections.nCopies(5, 1f)));
    device.run(10);
    assertEquals(
        List.of(Ack.Code.STORED, Ack.Code.MALFORMED, Ack.Code.WRONG_SIZE),
        device.all(Ack.class).stream().map(Ack::code).toList());
    assertEquals(2, stat(Stats.Counter.REFUSED));
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
      return new Parameters(header.withStage(1), List.of(0f, 1f));
    }
    return message;
  }
}
