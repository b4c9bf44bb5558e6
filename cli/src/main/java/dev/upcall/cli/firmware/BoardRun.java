package dev.upcall.cli.firmware;

import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntConsumer;

/**
 * Firmware on an emulated board with a gateway at its serial port, both real: samples go in over
 * the wire, upcalls come out over the same wire and are answered by the project's ensemble.
 */
public final class BoardRun implements AutoCloseable {
  private static final Duration BIRTH_LIMIT = Duration.ofSeconds(30);

  private final Emulation emulation;
  private final ScheduledExecutorService timer;
  private final GatewayService gateway;
  private final Injector injector;
  private final Target target;

  /**
   * Boots the firmware in {@code folder}, compiled from {@code project}, and waits for its birth
   * message.
   */
  public BoardRun(Firmware firmware, Path folder, Project project, RunOptions options)
      throws InterruptedException {
    timer = DaemonThreads.scheduler("injector");
    emulation = firmware.run(folder, options);
    injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    gateway = new GatewayService(new MemoryJournal(), List.of(injector));
    try {
      gateway.gateway().serve(project);
      String port = emulation.port().toString();
      gateway.serial(port, firmware.image(folder).board().uart().baud());
      target = injector.awaitTarget(Signature.of(project), port, BIRTH_LIMIT);
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sends raw samples one after the other; the device preprocesses them itself. */
  public List<Injected> inject(List<byte[]> rawSamples, IntConsumer progress)
      throws InterruptedException {
    return injector.injectAll(target, rawSamples, true, progress);
  }

  public Emulation emulation() {
    return emulation;
  }

  public GatewayService gateway() {
    return gateway;
  }

  @Override
  public void close() {
    gateway.close();
    emulation.close();
    timer.shutdownNow();
  }
}
