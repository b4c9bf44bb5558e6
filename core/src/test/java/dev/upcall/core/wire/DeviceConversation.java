package dev.upcall.core.wire;

import static dev.upcall.core.wire.DeviceUnderTest.header;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The firmware's runtime, in C, with a host's link before each test; what tests of it share. */
abstract class DeviceConversation {
  static final int INPUT = 64;
  static final int BOOT = 77;
  static final int DEADLINE_MS = 200;
  static final int LOCAL = 0;
  static final int ANSWERED = 1;
  static final int DEGRADED = 2;
  static final int CORRECTED = 3;

  @TempDir static Path folder;
  static DeviceUnderTest device;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    device = DeviceUnderTest.build(folder, "UPCALL_PARAMETERS=4", "UPCALL_LEARNS=1");
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
  static byte[] input(int top, boolean asks) {
    byte[] input = new byte[INPUT];
    input[top] = 50;
    input[0] = (byte) (top == 0 ? 50 : -3);
    input[INPUT - 1] = (byte) (asks ? 2 : 0);
    return input;
  }

  static void answer(int boot, int sequence, int classIndex) {
    device.host().send(new Answer(header(boot, sequence), classIndex, 0.75f, 0b1011));
  }

  static DeviceUnderTest.Outcome outcome(
      int sequence, int source, int top, int deviceTop, float confidence, int members) {
    return new DeviceUnderTest.Outcome(
        sequence, source, 0, top, deviceTop, confidence, members, -3);
  }

  /** A sample that the second stage decides about as {@link #input} says for the first. */
  static byte[] later(int top, boolean asks) {
    byte[] input = input(top, asks);
    input[INPUT - 1] = (byte) (asks ? 1 | 2 << 2 : 1);
    return input;
  }

  static long stat(Stats.Counter counter) {
    device.atHost.removeIf(Stats.class::isInstance);
    device.host().send(Stats.request(header(BOOT, device.now())));
    device.run(20);
    return device.only(Stats.class).get(counter).orElseThrow();
  }
}
