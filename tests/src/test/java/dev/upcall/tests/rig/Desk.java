package dev.upcall.tests.rig;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.audit.AuditPage;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.inject.Injected;
import dev.upcall.host.inject.Injector;
import dev.upcall.host.inject.Target;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.MqttTransport;
import dev.upcall.host.transport.SerialTransport;
import dev.upcall.host.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * The host's side of a test: samples are injected into one device, its upcalls are answered by a
 * gateway or, on a desk without one, by nobody.
 */
public final class Desk implements AutoCloseable {
  private static final String RANDOM = "Xoroshiro128PlusPlus";
  private static final int BAUD = 115_200;
  private static final Duration BIRTH_LIMIT = Duration.ofSeconds(60);

  private final Project project;
  private final ScheduledExecutorService timer;
  private final ScheduledExecutorService mqttWorker;
  private final Injector injector;
  private final Traffic traffic = new Traffic();
  private final Optional<GatewayService> gateway;
  private Transport transport;
  private Target target;

  private Desk(Project project, boolean withGateway) {
    this.project = project;
    this.timer = DaemonThreads.scheduler("injector");
    this.mqttWorker = DaemonThreads.scheduler("mqtt");
    this.injector = new Injector(System::nanoTime, timer, Injector.Timing.DEFAULT);
    this.gateway =
        withGateway
            ? Optional.of(new GatewayService(new MemoryJournal(), List.of(injector)))
            : Optional.empty();
  }

  /** A gateway that serves the project. */
  public static Desk serving(Project project) {
    Desk desk = new Desk(project, true);
    try {
      desk.gateway.orElseThrow().gateway().serve(project);
      return desk;
    } catch (RuntimeException e) {
      desk.close();
      throw e;
    }
  }

  /** Nobody who answers. */
  public static Desk withoutGateway(Project project) {
    return new Desk(project, false);
  }

  /** Has somebody told of the gateway's answers. */
  public Desk onAnswer(AnswerListener listener) {
    gateway.orElseThrow().gateway().onAnswer(listener);
    return this;
  }

  /** Opens a serial port and waits for the device there. */
  public Desk serial(Path port) throws InterruptedException {
    return attach(
        new SerialTransport(
            port.toString(),
            BAUD,
            System::nanoTime,
            DaemonThreads.named("serial"),
            RandomGenerator.of(RANDOM)));
  }

  /** Connects to a broker and waits for the device of that site. */
  public Desk mqtt(String broker, String site) throws InterruptedException {
    return attach(
        new MqttTransport(
            MqttOptions.of(broker, site, "desk"), mqttWorker, RandomGenerator.of(RANDOM)));
  }

  /** Opens a way to devices, which is taken over, and waits for the one of the project. */
  public Desk attach(Transport way) throws InterruptedException {
    transport = new TappedTransport(way, (connection, message) -> traffic.see(message));
    if (gateway.isPresent()) {
      gateway.get().attach(transport);
    } else {
      transport.start(injector);
    }
    target = injector.awaitTarget(Signature.of(project), way.name(), BIRTH_LIMIT);
    return this;
  }

  /** Sends raw samples one after the other, each when the one before has its result. */
  public List<Injected> inject(List<byte[]> raw) throws InterruptedException {
    return injector.injectAll(target, raw, true, done -> {});
  }

  /** Sends one raw sample. */
  public CompletableFuture<Injected> injectOne(byte[] raw) {
    return injector.inject(target, raw, true);
  }

  public Target target() {
    return target;
  }

  public Traffic traffic() {
    return traffic;
  }

  /** What the gateway's audits say. */
  public List<AuditPage> audits() {
    return gateway.orElseThrow().gateway().audits();
  }

  /** The project's ensemble in service. */
  public Ensemble ensemble() {
    return gateway.orElseThrow().gateway().ensemble(project.manifest().name()).orElseThrow();
  }

  @Override
  public void close() {
    if (gateway.isPresent()) {
      gateway.get().close();
    } else if (transport != null) {
      transport.close();
    }
    timer.shutdownNow();
    mqttWorker.shutdownNow();
  }
}
