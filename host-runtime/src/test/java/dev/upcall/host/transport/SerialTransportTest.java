package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.SerialTiming;
import dev.upcall.core.wire.Stats;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialTransportTest {
  private static final byte[] CERTAIN = {60, 10, 0, 0};
  private static final byte[] UNSURE = {10, 12, 20, 30};

  @TempDir Path folder;
  private final BlockingQueue<SerialLine> lines = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
  private final GatewayService service = new GatewayService(new MemoryJournal(), List.of(injector));
  private Project project;

  @BeforeEach
  void serve() {
    project = TinyProject.in(folder);
    service.gateway().serve(project);
  }

  @AfterEach
  void stop() {
    service.close();
    timer.shutdownNow();
  }

  @Test
  void samplesGoDownUpcallsComeUpAndAnswersGetBack() throws Exception {
    Pipe pipe = new Pipe();
    lines.add(pipe.host());
    service.attach(transport());
    try (SerialDevice device = new SerialDevice(project, 7, 1, pipe.device())) {
      Target target = target();
      Injected sure = injector.inject(target, CERTAIN, false).get(10, TimeUnit.SECONDS);
      assertEquals(Result.Source.LOCAL, sure.source());
      assertEquals(0, sure.classIndex());
      Injected asked = injector.inject(target, UNSURE, false).get(10, TimeUnit.SECONDS);
      assertEquals(Result.Source.ANSWERED, asked.source());
      assertEquals(0, asked.classIndex());
      assertEquals(1, asked.result().deviceClass());
      // An upcall of 42 B and a result of 42 B; a sample of 36 B and an answer of 44 B.
      assertTrue(asked.bytesFromDevice() > 42 + 42, asked.toString());
      assertTrue(asked.bytesToDevice() > 36 + 44, asked.toString());
    }
  }

  @Test
  void aLostLineIsOpenedAgainAndTheSampleUnderWayIsNotLost() throws Exception {
    Pipe first = new Pipe();
    lines.add(first.host());
    service.attach(transport());
    Target target;
    try (SerialDevice device = new SerialDevice(project, 7, 1, first.device())) {
      target = target();
    }
    var result = injector.inject(target, CERTAIN, false);
    first.cut();
    Pipe second = new Pipe();
    lines.add(second.host());
    try (SerialDevice device = new SerialDevice(project, 7, 2, second.device())) {
      assertEquals(Result.Source.LOCAL, result.get(10, TimeUnit.SECONDS).source());
    }
  }

  @Test
  void moreThanTheQueueTakesIsDroppedAndCounted() throws Exception {
    Pipe pipe = new Pipe();
    lines.add(pipe.host());
    SerialTransport transport = transport();
    service.attach(transport);
    Target target;
    try (SerialDevice device = new SerialDevice(project, 7, 1, pipe.device())) {
      target = target();
    }
    // Nobody reads any more: two messages get as far as the link, in its own time, and 256 wait.
    Stats question = Stats.request(Devices.header(project, 7, 1, 1));
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    int taken = 0;
    int refused = 0;
    while (taken < 258 && System.nanoTime() < limit) {
      if (target.connection().send(question)) {
        taken++;
      } else {
        refused++;
        Thread.onSpinWait();
      }
    }
    assertEquals(258, taken);
    assertEquals(refused, transport.losses().unsent());
    assertFalse(target.connection().send(question));
    assertEquals(refused + 1, transport.losses().unsent());
  }

  @Test
  void aMissingPortIsNamed() {
    UpcallException e =
        assertThrows(UpcallException.class, () -> service.serial("/dev/ttyUpcallNone", 115200));
    assertEquals(HostCode.PORT_MISSING, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("/dev/ttyUpcallNone"), e.getMessage());
  }

  private Target target() throws InterruptedException {
    return injector.awaitTarget(Signature.of(project), "pipe", Duration.ofSeconds(10));
  }

  private SerialTransport transport() {
    return new SerialTransport(
        "pipe",
        new SerialTiming(100, 250, 2000, 3),
        SerialSeals.NONE,
        () -> {
          SerialLine line = lines.poll();
          if (line == null) {
            throw JSerialCommLine.missing("pipe");
          }
          return line;
        },
        System::nanoTime,
        Thread::new,
        new Random(1));
  }
}
