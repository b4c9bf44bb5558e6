package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Result;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.testing.Eventually;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.TinyProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real serial library on a real pair of ptys, which socat joins. */
class PtyTest {
  private static final int BAUD = 921_600;

  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
  private final Map<Integer, Target> targets = new ConcurrentHashMap<>();
  private Project project;
  private GatewayService service;

  @BeforeEach
  void serve() {
    assumeTrue(Programs.exists("socat"), "socat is not installed");
    project = TinyProject.in(folder.resolve("project"));
    service =
        new GatewayService(new MemoryJournal(), List.<MessageListener>of(injector, this::note));
    service.gateway().serve(project);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    if (service != null) {
      service.close();
    }
  }

  @Test
  void aDeviceOnAPtyIsServedAndSurvivesTheLossOfItsLine() throws Exception {
    String host = folder.resolve("host").toString();
    String device = folder.resolve("device").toString();
    try (Programs.Running socat = Programs.socat(host, device);
        SerialDevice first = new SerialDevice(project, 7, 1, JSerialCommLine.open(device, BAUD))) {
      service.serial(host, BAUD);
      List<byte[]> samples = Collections.nCopies(20, new byte[] {10, 12, 20, 30});
      for (Injected injected : injector.injectAll(target(1), samples, false, done -> {})) {
        assertEquals(Result.Source.ANSWERED, injected.source());
        assertEquals(1, injected.attempts());
      }
      UpcallException busy = assertThrows(UpcallException.class, () -> service.serial(host, BAUD));
      assertEquals(HostCode.PORT_BUSY, busy.diagnostics().get(0).code());
    }
    try (Programs.Running socat = Programs.socat(host, device);
        SerialDevice second = new SerialDevice(project, 7, 2, JSerialCommLine.open(device, BAUD))) {
      List<byte[]> samples = List.of(new byte[] {60, 10, 0, 0});
      Injected injected = injector.injectAll(target(2), samples, false, done -> {}).get(0);
      assertEquals(Result.Source.LOCAL, injected.source());
      assertTrue(injected.bytesToDevice() > 32 + 4, injected.toString());
    }
  }

  /** Each terminal is set to its own, as whoever has its other end can see. */
  @Test
  void portsHaveRatesOfTheirOwnAtOnce() throws Exception {
    try (Programs.Running one = socat("host1", "far1");
        Programs.Running two = socat("host2", "far2");
        SerialDevice fast = device("far1", 7);
        SerialDevice slow = device("far2", 8)) {
      service.serial(folder.resolve("host1").toString(), 460_800);
      service.serial(folder.resolve("host2").toString(), 9600);
      assertEquals("460800", speed("host1"));
      assertEquals("9600", speed("host2"));
      assertEquals(Result.Source.ANSWERED, ask(7));
      assertEquals(Result.Source.ANSWERED, ask(8));
    }
  }

  private String speed(String port) throws IOException {
    Process stty =
        new ProcessBuilder("stty", "-F", folder.resolve(port).toString(), "speed")
            .redirectErrorStream(true)
            .start();
    return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void portsThatComeAndGoUnderAPatternAreServed() throws Exception {
    Transport ports = service.serial(folder.resolve("tty*").toString(), BAUD);
    // Both on at once; one is gone and comes back under another name, as boards on USB do.
    try (Programs.Running one = socat("tty1", "far1");
        SerialDevice stays = device("far1", 7)) {
      assertEquals(Result.Source.ANSWERED, ask(7));
      try (Programs.Running two = socat("tty2", "far2");
          SerialDevice goes = device("far2", 8)) {
        assertEquals(Result.Source.ANSWERED, ask(8));
      }
      try (Programs.Running three = socat("tty3", "far3");
          SerialDevice back = device("far3", 9)) {
        assertEquals(Result.Source.ANSWERED, ask(9));
      }
      try (Programs.Running two = socat("tty2", "far2");
          SerialDevice back = device("far2", 10)) {
        assertEquals(Result.Source.ANSWERED, ask(10));
      }
      assertEquals(Result.Source.ANSWERED, ask(7));
    }
    assertEquals(List.of(ports), service.transports());
  }

  @Test
  void inputsOf3072BytesTravelInFragmentsBothWays() throws Exception {
    Project large = TinyProject.large(folder.resolve("large"));
    service.gateway().serve(large);
    String host = folder.resolve("host").toString();
    String far = folder.resolve("device").toString();
    try (Programs.Running socat = Programs.socat(host, far);
        SerialDevice device = new SerialDevice(large, 7, 1, JSerialCommLine.open(far, BAUD))) {
      service.serial(host, BAUD);
      Target target = injector.awaitTarget(Signature.of(large), "pty", Duration.ofSeconds(10));
      byte[] unsure = new byte[3072];
      Injected injected = injector.injectAll(target, List.of(unsure), false, done -> {}).get(0);
      assertEquals(Result.Source.ANSWERED, injected.source());
      assertEquals(1, injected.classIndex());
      assertTrue(injected.bytesFromDevice() > 3072, injected.toString());
      assertTrue(injected.bytesToDevice() > 3072, injected.toString());
    }
  }

  private void note(Connection from, Message message) {
    if (message instanceof Birth birth) {
      targets.put(birth.header().device(), new Target(from, birth));
    }
  }

  private Programs.Running socat(String one, String other) throws Exception {
    return Programs.socat(folder.resolve(one).toString(), folder.resolve(other).toString());
  }

  private SerialDevice device(String port, int number) {
    SerialLine line = JSerialCommLine.open(folder.resolve(port).toString(), BAUD);
    return new SerialDevice(project, number, 1, line);
  }

  /** Sends a sample, of which the device is not sure, as soon as it is there. */
  private Result.Source ask(int device) throws Exception {
    Eventually.await(() -> targets.containsKey(device));
    byte[] unsure = {10, 12, 20, 30};
    return injector.inject(targets.get(device), unsure, false).get(60, TimeUnit.SECONDS).source();
  }

  /** Waits for the device's birth after that start. */
  private Target target(int boot) throws InterruptedException {
    Target target;
    do {
      target = injector.awaitTarget(Signature.of(project), "pty", Duration.ofSeconds(10));
      Thread.yield();
    } while (target.birth().header().boot() != boot);
    return target;
  }
}
