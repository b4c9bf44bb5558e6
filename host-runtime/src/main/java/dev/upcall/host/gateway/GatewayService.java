package dev.upcall.host.gateway;

import dev.upcall.host.DaemonThreads;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.MqttTransport;
import dev.upcall.host.transport.SerialTransport;
import dev.upcall.host.transport.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/**
 * A gateway with its threads and transports, put together: what {@code upcall gateway}, the demo
 * and the benchmarks start.
 *
 * <pre>
 *   try (GatewayService service = new GatewayService(new MemoryJournal(), List.of(injector))) {
 *     service.gateway().serve(ProjectLoader.load(folder));
 *     service.serial("/dev/ttyACM0", 115200);
 *     ...
 *   }
 * </pre>
 */
public final class GatewayService implements AutoCloseable {
  private final Journal journal;
  private final ScheduledThreadPoolExecutor loop;
  private final Gateway gateway;
  private final MessageListener listener;
  private final Deque<Resource> resources = new ArrayDeque<>();

  /** Something to close, without a checked exception. */
  @FunctionalInterface
  private interface Resource {
    void close();
  }

  /**
   * A gateway without projects or transports.
   *
   * @param journal taken over: closed with the service
   * @param observers told every message too, on the transports' threads
   */
  public GatewayService(Journal journal, List<? extends MessageListener> observers) {
    this.journal = journal;
    this.loop = DaemonThreads.scheduler("gateway");
    this.gateway = new Gateway(journal, System::nanoTime, loop);
    List<MessageListener> all = new ArrayList<>();
    all.add(gateway);
    all.addAll(observers);
    this.listener = MessageListener.all(all);
  }

  public Gateway gateway() {
    return gateway;
  }

  /**
   * Serves the device at a serial port.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3020 or UP3021 if it cannot be opened
   */
  public Transport serial(String port, int baud) {
    return attach(
        new SerialTransport(
            port,
            baud,
            System::nanoTime,
            DaemonThreads.named("serial " + port),
            RandomGenerator.getDefault()));
  }

  /**
   * Starts a broker inside this process, closed after the transports that use it.
   *
   * @param port 0 for a free one
   * @throws dev.upcall.core.diagnostic.UpcallException if the port is taken
   */
  public EmbeddedBroker broker(int port) {
    EmbeddedBroker broker = EmbeddedBroker.start(port);
    resources.push(broker::close);
    return broker;
  }

  /**
   * Serves the devices of a site on a broker.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3022 if the broker refuses
   */
  public Transport mqtt(MqttOptions options) {
    ScheduledThreadPoolExecutor worker = DaemonThreads.scheduler("mqtt " + options.site());
    resources.push(worker::shutdownNow);
    return attach(new MqttTransport(options, worker, RandomGenerator.getDefault()));
  }

  /** Serves any other way to devices; taken over: closed with the service. */
  public Transport attach(Transport transport) {
    transport.start(listener);
    resources.push(transport::close);
    return transport;
  }

  /** Closes transports, projects, journal and threads, in that order. */
  @Override
  public void close() {
    while (!resources.isEmpty()) {
      resources.pop().close();
    }
    gateway.close();
    journal.close();
    loop.shutdownNow();
  }
}
