package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the firmware's runtime, in C, does with samples that need more than one stage. */
@Tag("cc")
class DeviceStagesTest extends DeviceConversation {
  @Test
  void aCallRunsOneStage() {
    int sequence = device.submit(later(4, false)).sequence();
    assertEquals(List.of(), device.outcomes);
    assertEquals(BUSY, device.submit(input(5, false)).status(), "the arena holds the first");
    device.run(1);
    assertEquals(List.of(second(sequence, LOCAL, 4)), device.outcomes);
    assertEquals(OK, device.submit(input(5, false)).status());
  }

  @Test
  void aLaterStageAsksWithTheInputThatWasSubmitted() {
    int sequence = device.submit(later(4, true)).sequence();
    device.run(20);
    UpcallRequest upcall = device.only(UpcallRequest.class);
    assertEquals(Bytes.of(later(4, true)), upcall.input());
    answer(BOOT, sequence, 7);
    device.run(20);
    assertEquals(7, device.outcomes.get(0).classIndex());
    assertEquals(1, device.outcomes.get(0).stage());
  }

  @Test
  void anInputThatHasToBeKeptWaitsForAPlace() {
    device.withoutHost();
    assertEquals(OK, device.submit(input(4, true)).status());
    assertEquals(BUSY, device.submit(later(5, false)).status(), "the open upcall has the place");
    assertEquals(OK, device.submit(input(6, false)).status());
    device.run(DEADLINE_MS + 1);
    assertEquals(OK, device.submit(later(5, false)).status());
    device.run(1);
    assertEquals(OK, device.submit(input(6, true)).status(), "an answered sample keeps no place");
  }

  @Test
  void samplesOfTheHostRunStageByStageToo() {
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(later(3, false))));
    device.run(30);
    assertEquals(3, device.only(Result.class).classIndex());
    device.atHost.clear();
    device.host().send(new Sample(header(BOOT, 1001), Bytes.of(later(4, true))));
    device.run(30);
    answer(BOOT, device.only(UpcallRequest.class).header().sequence(), 9);
    device.run(30);
    assertEquals(9, device.only(Result.class).classIndex());
    assertEquals(1, device.only(Result.class).header().stage());
    assertEquals(2, stat(Stats.Counter.RUNS));
  }

  @Test
  void nothingIsKeptWhereNobodyReadsIt(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (DeviceUnderTest other = DeviceUnderTest.build(folder, "UPCALL_KEEPS_INPUT=0")) {
      other.at(1000).boot(BOOT).withoutHost();
      // The program ends where a stage that must not see the input does.
      other.submit(later(4, false));
      other.run(1);
      assertEquals(4, other.outcomes.get(0).classIndex());
      assertEquals(1, other.outcomes.get(0).stage());
    }
  }

  private static DeviceUnderTest.Outcome second(int sequence, int source, int top) {
    return new DeviceUnderTest.Outcome(sequence, source, 1, top, top, 0, 0, -3);
  }
}
