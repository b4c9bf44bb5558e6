package dev.upcall.host.gateway;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.project.Project;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.audit.AuditRules;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.remote.RemoteMembers;
import dev.upcall.host.remote.RemoteSettings;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.serving.ServingMembers;
import dev.upcall.host.serving.ServingTarget;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.tier.UpperTier;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MessageListener;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSeals;
import dev.upcall.host.transport.Transport;
import dev.upcall.host.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

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
  private final Transports transports;
  private Optional<RemoteMembers> remote = Optional.empty();
  private Optional<ServingMembers> served = Optional.empty();
  private Optional<UpperTier> above = Optional.empty();

  /** A gateway without projects or transports, which raises no alarm over audits. */
  public GatewayService(Journal journal, List<? extends MessageListener> observers) {
    this(journal, observers, AuditRules.STANDARD);
  }

  /**
   * A gateway without projects or transports.
   *
   * @param journal taken over: closed with the service
   * @param observers told every message too, on the transports' threads
   * @param audits what is made of devices' audits
   */
  public GatewayService(
      Journal journal, List<? extends MessageListener> observers, AuditRules audits) {
    this.journal = journal;
    this.loop = DaemonThreads.scheduler("gateway");
    this.gateway = new Gateway(journal, System::nanoTime, loop, audits);
    List<MessageListener> all = new ArrayList<>();
    all.add(gateway);
    all.addAll(observers);
    this.transports = new Transports(MessageListener.all(all));
  }

  public Gateway gateway() {
    return gateway;
  }

  /**
   * Connects to members in other processes, for {@link Gateway#serve(Project, Elsewhere)}; once.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3022 if the broker refuses
   */
  public Elsewhere members(RemoteSettings settings) {
    remote = Optional.of(RemoteMembers.connect(settings, loop));
    return remote.get();
  }

  /**
   * Reaches members on serving clusters, for {@link Gateway#serve(Project, Elsewhere)}; once.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if certificates or a token are not sound
   */
  public Elsewhere served(List<ServingTarget> targets) {
    served = Optional.of(new ServingMembers(targets, loop));
    return served.get();
  }

  /** Batches that members on serving clusters could not do. */
  public long servedFailures() {
    return served.map(ServingMembers::failures).orElse(Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Leaves what the ensembles are unsure of to the tier above; once.
   *
   * @param policies makes the policy that the settings name, for scores of so many classes; each
   *     project has one of its own
   */
  public void above(TierSettings settings, IntFunction<Policy> policies) {
    above = Optional.of(new UpperTier(settings, policies, loop));
    gateway.above(above.get());
  }

  /** How devices on serial ports prove who they are; as {@link Transports#seals}. */
  public void seals(SerialSeals rules) {
    transports.seals(rules);
  }

  /** Serves the device at a serial port; as {@link Transports#serial}. */
  public Transport serial(String port, int baud) {
    return transports.serial(port, baud);
  }

  /** Starts a broker inside this process; as {@link Transports#broker}. */
  public EmbeddedBroker broker(int port) {
    return transports.broker(port);
  }

  /** Starts a broker with a door for others; as {@link Transports#broker}. */
  public EmbeddedBroker broker(int port, BrokerSecurity security, String site) {
    return transports.broker(port, security, site);
  }

  /** Serves the devices of a site on a broker; as {@link Transports#mqtt}. */
  public Transport mqtt(MqttOptions options) {
    return transports.mqtt(options);
  }

  /** Serves any other way to devices; taken over: closed with the service. */
  public Transport attach(Transport transport) {
    return transports.attach(transport);
  }

  /** How the journal stands. */
  public JournalStats journal() {
    return journal.stats();
  }

  /** The ways to devices, whether they are up or not. */
  public List<Transport> transports() {
    return transports.all();
  }

  /**
   * Takes no new upcalls and waits for the answers to those that are open.
   *
   * @param bound for how long at most
   * @return whether all were answered by then
   */
  public boolean drain(Duration bound) throws InterruptedException {
    try {
      gateway.drain().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the gateway does not drain", e.getCause());
    }
  }

  /** Closes transports, projects, journal and threads, in that order. */
  @Override
  public void close() {
    transports.close();
    gateway.close();
    above.ifPresent(UpperTier::close);
    remote.ifPresent(RemoteMembers::close);
    served.ifPresent(ServingMembers::close);
    journal.close();
    loop.shutdownNow();
  }
}
