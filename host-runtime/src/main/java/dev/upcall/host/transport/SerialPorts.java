package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices at whichever serial ports of a kind there are. What is there is looked up once a
 * second: a port that appears is opened, with a transport of its own; one that has vanished is let
 * go, and is a new one when it comes back. A port that cannot be opened, such as one that another
 * program holds, is tried again ever less often; that none is there is no error.
 */
final class SerialPorts implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(SerialPorts.class);

  /** More than a machine has; what a pattern such as {@code *} finds beyond is left alone. */
  static final int MAX_PORTS = 256;

  static final long LOOK_MS = 1000;
  private static final int MAX_PAUSE_LOOKS = 32;

  private final String pattern;
  private final Supplier<Set<String>> present;
  private final Function<String, Transport> opener;
  private final ThreadFactory threads;
  private final long lookMs;
  private final Map<String, Port> ports = new ConcurrentSkipListMap<>();
  private final Object lock = new Object();
  private MessageListener listener;
  private Losses ofThoseGone = Losses.NONE;
  private Thread watcher;
  private boolean closed;

  /**
   * Ports that nobody has looked for yet.
   *
   * @param pattern as the user wrote it
   * @param present names of the ports that are there now
   * @param opener a transport for one of them, not started
   * @param lookMs from one look to the next
   */
  SerialPorts(
      String pattern,
      Supplier<Set<String>> present,
      Function<String, Transport> opener,
      ThreadFactory threads,
      long lookMs) {
    this.pattern = pattern;
    this.present = present;
    this.opener = opener;
    this.threads = threads;
    this.lookMs = lookMs;
  }

  @Override
  public String name() {
    return "serial " + pattern;
  }

  @Override
  public void start(MessageListener newListener) {
    listener = newListener;
    look();
    if (ports.isEmpty()) {
      LOG.info("{}: none is there yet", name());
    }
    watcher = threads.newThread(this::watch);
    watcher.start();
  }

  /** Whether every port that is there is open; none need be there. */
  @Override
  public boolean isUp() {
    return ports.values().stream().allMatch(Port::isUp);
  }

  @Override
  public synchronized Losses losses() {
    return ports.values().stream().map(Port::losses).reduce(ofThoseGone, Losses::plus);
  }

  private void watch() {
    try {
      while (true) {
        synchronized (lock) {
          if (!closed) {
            lock.wait(lookMs);
          }
          if (closed) {
            return;
          }
        }
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("{}: ports could not be looked up", name(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Set<String> found = present.get();
    for (Map.Entry<String, Port> known : ports.entrySet()) {
      if (!found.contains(known.getKey()) && !known.getValue().isUp()) {
        letGo(known.getKey());
      }
    }
    for (String name : found) {
      if (ports.size() < MAX_PORTS || ports.containsKey(name)) {
        ports.computeIfAbsent(name, Port::new).openIfDue();
      }
    }
  }

  private synchronized void letGo(String name) {
    Port gone = ports.remove(name);
    gone.close();
    ofThoseGone = ofThoseGone.plus(gone.losses());
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      if (watcher != null && watcher != Thread.currentThread()) {
        watcher.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ports.values().forEach(Port::close);
  }

  /** One that is there: open, or to be tried again in some looks. */
  private final class Port {
    private final String name;
    private int pause = 1;
    private int looksLeft;
    private volatile Transport open;

    Port(String name) {
      this.name = name;
    }

    boolean isUp() {
      Transport transport = open;
      return transport != null && transport.isUp();
    }

    Losses losses() {
      Transport transport = open;
      return transport == null ? Losses.NONE : transport.losses();
    }

    void openIfDue() {
      if (open != null || looksLeft-- > 0) {
        return;
      }
      Transport transport = opener.apply(name);
      try {
        transport.start(listener);
        open = transport;
        LOG.info("{}: {} is there", SerialPorts.this.name(), name);
      } catch (UpcallException e) {
        if (pause == 1) {
          LOG.warn("{}: {}", SerialPorts.this.name(), e.getMessage());
        }
        looksLeft = pause;
        pause = Math.min(MAX_PAUSE_LOOKS, 2 * pause);
      }
    }

    void close() {
      if (open != null) {
        LOG.info("{}: {} is let go", SerialPorts.this.name(), name);
        open.close();
      }
    }
  }
}
