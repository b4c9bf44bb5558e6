package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The firmware's runtime with inputs of 3072 bytes, which take five frames. */
@Tag("cc")
class DeviceFragmentsTest {
  private static final int INPUT = 3072;
  private static final int BOOT = 3;

  @TempDir private Path folder;
  private final WireSamples samples = new WireSamples(51);

  private DeviceUnderTest device(String... more) throws IOException, InterruptedException {
    String[] defines = java.util.Arrays.copyOf(more, more.length + 2);
    defines[more.length] = "UPCALL_INPUT_BYTES=" + INPUT;
    defines[more.length + 1] = "UPCALL_DEADLINE_MS=60000";
    return DeviceUnderTest.build(folder, defines).boot(BOOT).run(20);
  }

  private byte[] input(int seed) {
    byte[] input = samples.bytes(INPUT).toArray();
    java.util.Arrays.fill(input, 0, 10, (byte) 0);
    input[seed % 10] = 100;
    input[INPUT - 1] = 2;
    return input;
  }

  @Test
  void inputsTravelBothWays() throws Exception {
    try (DeviceUnderTest device = device("UPCALL_RX_WINDOW=4")) {
      byte[] input = input(6);
      device.host().send(new Sample(header(BOOT, 1), Bytes.of(input)));
      device.run(100);
      assertEquals(Bytes.of(input), device.only(UpcallRequest.class).input());
      assertEquals(0, device.host().repeated());
    }
  }

  @Test
  void aBadLineLosesNothing() throws Exception {
    try (DeviceUnderTest device = device("UPCALL_RX_WINDOW=3", "UPCALL_TX_WINDOW=2")) {
      device.damage(0.1);
      for (int i = 0; i < 10; i++) {
        byte[] input = input(i);
        device.host().send(new Sample(header(BOOT, i), Bytes.of(input)));
        List<UpcallRequest> upcalls = List.of();
        for (int waited = 0; upcalls.size() <= i && waited < 60_000; waited++) {
          device.run(1);
          upcalls = device.all(UpcallRequest.class).stream().distinct().toList();
          upcalls = upcalls.stream().filter(u -> u.header().attempt() == 0).toList();
        }
        UpcallRequest upcall = upcalls.get(i);
        assertEquals(Bytes.of(input), upcall.input());
        device.host().send(new Answer(upcall.header(), i, 1, 1));
        for (int waited = 0; device.all(Result.class).size() <= i && waited < 60_000; waited++) {
          device.run(1);
        }
        assertEquals(i, device.all(Result.class).get(i).classIndex());
      }
    }
  }

  @Test
  void whatIsDeliveredButNotAnsweredIsSentAgainAsAnotherAttempt() throws Exception {
    try (DeviceUnderTest device = device("UPCALL_RETRY_MS=1000")) {
      device.submit(input(1));
      device.run(900);
      assertEquals(0, device.only(UpcallRequest.class).header().attempt());
      device.run(200);
      List<UpcallRequest> upcalls = device.all(UpcallRequest.class);
      assertEquals(2, upcalls.size());
      assertEquals(1, upcalls.get(1).header().attempt());
      assertEquals(upcalls.get(0).header(), upcalls.get(1).header().withAttempt(0));
      device.host().send(new Answer(upcalls.get(0).header(), 2, 1, 1));
      device.run(3000);
      assertEquals(2, device.all(UpcallRequest.class).size());
      assertEquals(1, device.outcomes.size());
    }
  }

  @Test
  void severalUpcallsMayBeOpenAndTheirNumbersWrap() throws Exception {
    try (DeviceUnderTest device = device("UPCALL_PENDING=3", "UPCALL_FIRST_SEQUENCE=0xFFFFFFFEu")) {
      for (int i = 0; i < 3; i++) {
        assertEquals(DeviceUnderTest.OK, device.submit(input(i)).status());
      }
      assertEquals(DeviceUnderTest.BUSY, device.submit(input(3)).status());
      device.run(100);
      List<UpcallRequest> upcalls = device.all(UpcallRequest.class);
      assertEquals(
          List.of(-2, -1, 0), upcalls.stream().map(upcall -> upcall.header().sequence()).toList());
      for (int i = 2; i >= 0; i--) {
        device.host().send(new Answer(upcalls.get(i).header(), 9 - i, 1, 1));
      }
      device.run(100);
      assertEquals(3, device.outcomes.size());
      assertTrue(
          device.outcomes.stream().allMatch(o -> o.classIndex() == 9 - o.deviceClass()),
          device.outcomes.toString());
    }
  }
}
