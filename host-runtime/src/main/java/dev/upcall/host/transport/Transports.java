package dev.upcall.host.transport;

import dev.upcall.host.DaemonThreads;
import dev.upcall.host.security.BrokerSecurity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;

/** Ways to devices with their threads, opened one by one for one listener and closed together. */
public final class Transports implements AutoCloseable {
  private final MessageListener listener;
  private final List<Transport> open = new CopyOnWriteArrayList<>();
  private final Deque<Resource> resources = new ArrayDeque<>();
  private SerialSeals seals = SerialSeals.NONE;

  /** Something to close, without a checked exception. */
  @FunctionalInterface
  private interface Resource {
    void close();
  }

  /** None yet. */
  public Transports(MessageListener listener) {
    this.listener = listener;
  }

  /** How devices on serial ports that are opened from now on prove who they are. */
  public void seals(SerialSeals rules) {
    seals = rules;
  }

  /**
   * Opens a serial port, with its device; or, by a pattern such as {@code /dev/ttyACM*}, those that
   * are there at any time, with theirs.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3020 or UP3021 if a port cannot be opened,
   *     UP3240 for a pattern that is none
   */
  public Transport serial(String port, int baud) {
    if (!PortPattern.isOne(port)) {
      return attach(line(port, baud));
    }
    return attach(
        new SerialPorts(
            port,
            PortPattern.parse(port)::present,
            found -> line(found, baud),
            DaemonThreads.named("serial " + port),
            SerialPorts.LOOK_MS));
  }

  private Transport line(String port, int baud) {
    return new SerialTransport(
        port,
        baud,
        seals,
        System::nanoTime,
        DaemonThreads.named("serial " + port),
        RandomGenerator.getDefault());
  }

  /**
   * Starts a broker inside this process, closed after the transports that use it.
   *
   * @param port 0 for a free one
   * @throws dev.upcall.core.diagnostic.UpcallException if the port is taken
   */
  public EmbeddedBroker broker(int port) {
    return broker(port, BrokerSecurity.LOOPBACK, "default");
  }

  /**
   * Starts a broker with a door for others, closed likewise.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the port is taken or a file is broken
   */
  public EmbeddedBroker broker(int port, BrokerSecurity security, String site) {
    EmbeddedBroker broker = EmbeddedBroker.start(port, security, site);
    resources.push(broker::close);
    return broker;
  }

  /**
   * Opens a site on a broker, with its devices.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3022 if the broker refuses
   */
  public Transport mqtt(MqttOptions options) {
    ScheduledThreadPoolExecutor worker = DaemonThreads.scheduler("mqtt " + options.site());
    resources.push(worker::shutdownNow);
    return attach(new MqttTransport(options, worker, RandomGenerator.getDefault()));
  }

  /** Any other way to devices; taken over: closed with these. */
  public Transport attach(Transport transport) {
    transport.start(listener);
    open.add(transport);
    resources.push(transport::close);
    return transport;
  }

  /** The ways that were opened, in that order, whether they are up or not. */
  public List<Transport> all() {
    return List.copyOf(open);
  }

  /** Closes what was opened, the last first. */
  @Override
  public void close() {
    while (!resources.isEmpty()) {
      resources.pop().close();
    }
  }
}
