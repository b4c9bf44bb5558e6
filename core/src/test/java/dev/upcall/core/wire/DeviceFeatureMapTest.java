package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.BUSY;
import static dev.upcall.core.wire.DeviceUnderTest.OK;
import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The firmware's runtime where upcalls carry feature maps of 20 bytes, behind the second stage 19,
 * and inputs have 2000, four frames, which lie in the arena alone.
 */
@Tag("cc")
class DeviceFeatureMapTest {
  private static final int INPUT = 2000;
  private static final int MAP = 20;
  private static final int BOOT = 9;

  @TempDir static Path folder;
  private static DeviceUnderTest device;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    device =
        DeviceUnderTest.build(
            folder,
            "UPCALL_INPUT_BYTES=" + INPUT,
            "UPCALL_KEEPS_INPUT=0",
            "UPCALL_FEATURE_MAP_BYTES=" + MAP);
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
    device.at(1000).boot(BOOT).withNewHost().run(20);
    assertTrue(device.host().isUp());
  }

  @Test
  void anUpcallCarriesWhatItsStageHasLeft() {
    byte[] first = input(4, 2);
    int sequence = device.submit(first).sequence();
    device.run(20);
    UpcallRequest upcall = device.only(UpcallRequest.class);
    assertEquals(1, upcall.header().stage());
    assertEquals(Bytes.of(Arrays.copyOf(first, MAP)), upcall.input());
    device.host().send(new Answer(header(BOOT, sequence), 7, 1, 1));
    device.run(20);
    assertEquals(7, device.outcomes.get(0).classIndex());
    device.atHost.clear();
    byte[] second = input(5, 1 | 2 << 2);
    device.submit(second);
    device.run(20);
    upcall = device.only(UpcallRequest.class);
    assertEquals(2, upcall.header().stage());
    assertEquals(Bytes.of(Arrays.copyOf(second, MAP - 1)), upcall.input());
  }

  @Test
  void theHostsSamplesRunWhereTheyAreReceived() {
    byte[] local = input(3, 0);
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(local)));
    device.run(60);
    assertEquals(3, device.only(Result.class).classIndex());
    device.atHost.clear();
    byte[] asks = input(6, 2);
    byte[] raw = asks.clone();
    for (int i = 0; i < raw.length; i++) {
      raw[i] += (byte) 128;
    }
    Header isRaw = header(BOOT, 1001).withFlags(Header.RAW);
    device.host().send(new Sample(isRaw, Bytes.of(raw)));
    device.run(60);
    UpcallRequest upcall = device.only(UpcallRequest.class);
    assertEquals(Bytes.of(Arrays.copyOf(asks, MAP)), upcall.input());
    device.host().send(new Answer(upcall.header(), 8, 1, 1));
    device.run(30);
    assertEquals(8, device.only(Result.class).classIndex());
  }

  @Test
  void whatTheApplicationSubmitsGoesBeforeASampleThatIsHalfThere() {
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(input(3, 0))));
    device.run(3);
    assertEquals(List.of(), device.all(Result.class));
    assertEquals(OK, device.submit(input(4, 0)).status());
    device.run(1);
    assertEquals(4, device.outcomes.get(0).classIndex());
    int waited = 0;
    while (device.all(Result.class).isEmpty() && waited++ < 5000) {
      device.run(1);
    }
    assertEquals(3, device.only(Result.class).classIndex(), "it came again, whole");
    assertEquals(1, device.outcomes.size());
  }

  @Test
  void aSampleWaitsUntilTheStagesOfAnotherHaveRun() {
    device.submit(input(4, 1));
    assertEquals(BUSY, device.submit(input(5, 0)).status(), "the arena holds the first");
    device.host().send(new Sample(header(BOOT, 1000), Bytes.of(input(3, 1))));
    int waited = 0;
    while (device.all(Result.class).isEmpty() && waited++ < 5000) {
      device.run(1);
    }
    assertEquals(4, device.outcomes.get(0).classIndex());
    assertEquals(1, device.outcomes.get(0).stage());
    assertEquals(3, device.only(Result.class).classIndex());
  }

  /** Scores 0 but for {@code top}; the verdicts of its stages, two bits each. */
  private static byte[] input(int top, int verdicts) {
    byte[] input = new byte[INPUT];
    input[top] = 50;
    input[INPUT - 1] = (byte) verdicts;
    return input;
  }
}
