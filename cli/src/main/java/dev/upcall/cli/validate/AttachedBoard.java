package dev.upcall.cli.validate;

import dev.upcall.cli.Console;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.transport.SerialTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** A board at a serial port, flashed with the firmware of what is validated. */
public final class AttachedBoard implements AutoCloseable {
  private static final Duration BIRTH_LIMIT = Duration.ofSeconds(60);

  private final String port;
  private final ScheduledExecutorService timer = DaemonThreads.scheduler("validate");
  private final Injector injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
  private final SerialTransport transport;

  /**
   * Opens the port.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3020 if it cannot be opened
   */
  public AttachedBoard(String port, int baud) {
    this.port = port;
    this.transport =
        new SerialTransport(
            port,
            baud,
            System::nanoTime,
            DaemonThreads.named("serial"),
            RandomGenerator.getDefault());
    transport.start(injector);
  }

  /**
   * Lets the ladder run on each input.
   *
   * @param signature of the firmware that is expected there
   * @throws dev.upcall.core.diagnostic.UpcallException UP3030 to UP3032 if no such firmware answers
   */
  List<Injected> run(byte[] signature, List<byte[]> inputs, Console console) {
    try {
      Target target = injector.awaitTarget(signature, port, BIRTH_LIMIT);
      return injector.injectAll(
          target, inputs, false, done -> console.progress("samples", done, inputs.size()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while samples were under way", e);
    }
  }

  @Override
  public void close() {
    transport.close();
    timer.shutdownNow();
  }
}
