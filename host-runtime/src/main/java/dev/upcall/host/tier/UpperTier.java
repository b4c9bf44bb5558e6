package dev.upcall.host.tier;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.transport.MqttDeviceLink;
import java.security.SecureRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's way to the tier above: over MQTT, as a device of that tier's site. */
public final class UpperTier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UpperTier.class);
  private static final RandomGenerator RANDOM = new SecureRandom();

  private final ScheduledExecutorService loop;
  private final ScheduledExecutorService worker = DaemonThreads.scheduler("tier");
  private final MqttDeviceLink link;
  private final OpenAbove open;

  /**
   * Begins to connect, and does so until it is closed; until then nobody is asked.
   *
   * @param loop of the gateway; not shut down here
   */
  public UpperTier(TierSettings settings, ScheduledExecutorService loop) {
    this.loop = loop;
    this.link =
        new MqttDeviceLink(
            settings.broker(), settings.name(), this::arrived, worker, RANDOM, OpenAbove.MAX_OPEN);
    this.open = new OpenAbove(settings.confidence(), this::up, loop);
    link.online(true);
    link.begin();
  }

  /** Whom the gateway asks, on its loop. */
  public TierAbove above() {
    return open;
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
