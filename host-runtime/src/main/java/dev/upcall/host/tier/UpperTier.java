package dev.upcall.host.tier;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.transport.MqttDeviceLink;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's way to the tier above: over MQTT, as a device of that tier's site. */
public final class UpperTier implements TierAbove, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UpperTier.class);
  private static final RandomGenerator RANDOM = new SecureRandom();

  private final IntFunction<Policy> policies;
  private final ScheduledExecutorService loop;
  private final int boot = RANDOM.nextInt();
  private final ScheduledExecutorService worker = DaemonThreads.scheduler("tier");
  private final MqttDeviceLink link;
  private final OpenAbove open;

  /**
   * Begins to connect, and does so until it is closed; until then nobody is asked.
   *
   * @param policies makes the one that the settings name, for scores of so many classes
   * @param loop of the gateway; not shut down here
   */
  public UpperTier(
      TierSettings settings, IntFunction<Policy> policies, ScheduledExecutorService loop) {
    this.policies = policies;
    this.loop = loop;
    this.link =
        new MqttDeviceLink(
            settings.broker(), settings.name(), this::arrived, worker, RANDOM, OpenAbove.MAX_OPEN);
    this.open = new OpenAbove(this::up, loop);
    link.online(true);
    link.begin();
  }

  @Override
  public Policy policy(int classes) {
    return policies.apply(classes);
  }

  @Override
  public Surroundings surroundings() {
    int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    return new Surroundings(
        millis, boot, LocalTime.now().get(ChronoField.MINUTE_OF_DAY), link.isUp());
  }

  @Override
  public void ask(UpcallRequest upcall, Duration patience, int classes, Asker asker) {
    open.ask(upcall, patience, classes, asker);
  }

  /** What would wait for the broker is not asked: by then nobody waits for the answer. */
  private boolean up(Message message) {
    return link.isUp() && link.up(message);
  }

  /** Paho's thread. An answer is worth nothing later, so that it is taken whatever it is. */
  private void arrived(byte[] payload, Runnable taken) {
    taken.run();
    try {
      Message message = MessageCodec.decode(payload);
      loop.execute(() -> open.arrived(message));
    } catch (UpcallException e) {
      LOG.debug("what came from the tier above is dropped: {}", e.getMessage());
    } catch (RejectedExecutionException e) {
      LOG.debug("the tier above spoke after the end of the gateway");
    }
  }

  @Override
  public void close() {
    link.close();
    worker.shutdown();
  }
}
