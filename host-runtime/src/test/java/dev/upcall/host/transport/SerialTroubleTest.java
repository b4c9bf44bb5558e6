package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.SerialTiming;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reliability R11, over a serial line: frames are lost, repeated and out of order in both
 * directions, and what comes of all samples is the same as over a good line; {@code
 * -Dupcall.soak=true} for many samples.
 */
class SerialTroubleTest {
  private static final int SAMPLES = Boolean.getBoolean("upcall.soak") ? 10_000 : 24;
  private static final long LIMIT_S = 120;

  /** Of which many are lost: said again soon. */
  private static final SerialTiming TIMING = new SerialTiming(50, 50, 200, 3);

  @TempDir Path folder;
  private Project project;
  private long upcalls;

  @Test
  void theResultsAreThoseOfAGoodLine() throws Exception {
    project = TinyProject.in(folder);
    Pipe clean = new Pipe();
    List<Result> good = results(clean.host(), clean.device());
    long asked = upcalls;
    Pipe bad = new Pipe();
    NoisyLine host = new NoisyLine(bad.host(), 1);
    NoisyLine device = new NoisyLine(bad.device(), 2);
    assertEquals(good, results(host, device));
    assertEquals(asked, upcalls, "worked on twice, or never");
    int troubles = host.troubles() + device.troubles();
    System.out.printf(
        "R11: %d samples, %d upcalls over a serial line with %d frames lost, repeated or late%n",
        SAMPLES, asked, troubles);
    assertTrue(troubles > SAMPLES / 2, "a good line: " + troubles);
  }

  private List<Result> results(SerialLine host, SerialLine end) throws Exception {
    ScheduledExecutorService timer = DaemonThreads.scheduler("injector");
    Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    Random random = new Random(3);
    List<Result> results = new ArrayList<>();
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of(injector));
        SerialDevice device = new SerialDevice(project, 7, 1, end)) {
      service.gateway().serve(project);
      service.attach(
          new SerialTransport(
              "pipe",
              TIMING,
              SerialSeals.NONE,
              () -> host,
              System::nanoTime,
              Thread::new,
              new Random(1)));
      Target target =
          injector.awaitTarget(Signature.of(project), "pipe", Duration.ofSeconds(LIMIT_S));
      for (int i = 0; i < SAMPLES; i++) {
        byte[] sample = new byte[4];
        random.nextBytes(sample);
        // Half of them close together, so that the device asks.
        sample[1] = i % 2 == 0 ? sample[1] : (byte) (sample[0] / 2 * 2);
        results.add(injector.inject(target, sample, false).get(LIMIT_S, TimeUnit.SECONDS).result());
      }
      upcalls = service.gateway().counters().get(GatewayCounter.UPCALLS);
    } finally {
      timer.shutdownNow();
    }
    return results;
  }
}
