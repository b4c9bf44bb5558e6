package dev.upcall.host.transport;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.SerialLink;
import dev.upcall.core.wire.SerialTiming;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device at a serial port. A {@link SerialLink} does the protocol: hello until the device's
 * birth arrives, frames, acknowledgements, repetition. Here are the port and two threads: the
 * reader, which also opens the port again after a loss, and the writer, which waits for something
 * to send or the link's next time to speak. The link is shared under one lock, never held while
 * reading, writing or telling the listener.
 */
public final class SerialTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(SerialTransport.class);

  /** Messages that may wait for the line, beyond which new ones are dropped. */
  private static final int MAX_WAITING = 256;

  /** Messages that wait in the link rather than here: enough to keep the line busy. */
  private static final int MAX_IN_LINK = 2;

  private static final int READ_BYTES = 4096;
  private static final long FIRST_RETRY_MS = 100;
  private static final long MAX_RETRY_MS = 2_000;
  private static final long FULL_WAIT_MS = 2;
  private static final long MAX_SLEEP_MS = 1_000;

  private final String port;
  private final SerialTiming timing;
  private final SerialSeals seals;
  private final SerialLine.Opener opener;
  private final LongSupplier nanos;
  private final ThreadFactory threads;
  private final Backoff backoff;
  private final PortConnection connection = new PortConnection();
  private final Object lock = new Object();
  private final DamageBook damage;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<Runnable> inLink = new ArrayDeque<>();
  private final List<Runnable> settled = new ArrayList<>();
  private long settledInLink;
  private SerialLink link;
  private SerialLine line;
  private boolean closed;
  private Thread reader;
  private Thread writer;
  private MessageListener listener;

  /**
   * A transport over a port that is not open yet.
   *
   * @param port as the system names it: {@code /dev/ttyACM0}, {@code COM3}, a pty
   * @param baud 8N1; what a pty is told does not matter
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public SerialTransport(
      String port, int baud, LongSupplier nanos, ThreadFactory threads, RandomGenerator random) {
    this(port, baud, SerialSeals.NONE, nanos, threads, random);
  }

  /** The same, where devices may prove who they are. */
  public SerialTransport(
      String port,
      int baud,
      SerialSeals seals,
      LongSupplier nanos,
      ThreadFactory threads,
      RandomGenerator random) {
    this(
        port,
        SerialTiming.forBaud(baud, SerialLink.WINDOW),
        seals,
        () -> JSerialCommLine.open(port, baud),
        nanos,
        threads,
        random);
  }

  SerialTransport(
      String port,
      SerialTiming timing,
      SerialSeals seals,
      SerialLine.Opener opener,
      LongSupplier nanos,
      ThreadFactory threads,
      RandomGenerator random) {
    this.port = port;
    this.damage = new DamageBook(name());
    this.timing = timing;
    this.opener = opener;
    this.nanos = nanos;
    this.threads = threads;
    this.backoff = new Backoff(FIRST_RETRY_MS, MAX_RETRY_MS, random);
    this.seals = seals;
    this.link = seals.link(timing);
  }

  /**
   * A message that is not in the link yet.
   *
   * @param settled told when the device has it, or is not to have it any more
   */
  private record Waiting(Message message, Runnable settled) {}

  @Override
  public String name() {
    return "serial " + port;
  }

  @Override
  public void start(MessageListener newListener) {
    listener = newListener;
    line = opener.open();
    reader = threads.newThread(this::read);
    writer = threads.newThread(this::write);
    reader.start();
    writer.start();
  }

  @Override
  public boolean isUp() {
    synchronized (lock) {
      return line != null && !closed;
    }
  }

  @Override
  public Losses losses() {
    synchronized (lock) {
      return new Losses(connection.dropped.sum(), damage.all());
    }
  }

  private void read() {
    byte[] buffer = new byte[READ_BYTES];
    while (true) {
      SerialLine current;
      synchronized (lock) {
        if (closed) {
          return;
        }
        current = line;
      }
      if (current == null) {
        reopen();
        continue;
      }
      int count = current.read(buffer);
      if (count < 0) {
        lose(current);
      } else if (count > 0) {
        connection.in.add(count);
        try {
          deliver(buffer, count);
        } catch (RuntimeException e) {
          LOG.error("{}: a message could not be handed over", name(), e);
        }
      }
    }
  }

  private void deliver(byte[] buffer, int count) {
    List<Message> messages;
    List<Runnable> through;
    synchronized (lock) {
      messages = link.receive(buffer, count, now());
      damage.update(link.dropped());
      // What is through is so in the order in which it was handed over.
      for (; settledInLink < link.settled(); settledInLink++) {
        settled.add(inLink.removeFirst());
      }
      through = List.copyOf(settled);
      settled.clear();
      lock.notifyAll();
    }
    through.forEach(Runnable::run);
    messages.forEach(message -> listener.received(connection, message));
  }

  private void lose(SerialLine lost) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      line = null;
      connection.dropped.add(link.waiting());
      damage.newLink();
      link = seals.link(timing);
      inLink.clear();
      settledInLink = 0;
    }
    LOG.warn("{}: the other end is gone", name());
    lost.close();
  }

  private void reopen() {
    try {
      synchronized (lock) {
        if (!closed) {
          lock.wait(backoff.next());
        }
        if (closed) {
          return;
        }
      }
      SerialLine opened = opener.open();
      synchronized (lock) {
        if (closed) {
          opened.close();
          return;
        }
        line = opened;
        lock.notifyAll();
      }
      backoff.reset();
      LOG.info("{}: open again", name());
    } catch (UpcallException e) {
      LOG.debug("{}: still not there", name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  private void write() {
    try {
      while (true) {
        SerialLine current;
        byte[] bytes;
        synchronized (lock) {
          bytes = nextBytes();
          if (bytes == null) {
            return;
          }
          current = line;
        }
        if (current != null) {
          write(current, bytes);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the link has bytes for the line; null when closed. The lock is held. */
  private byte[] nextBytes() throws InterruptedException {
    while (!closed) {
      if (line == null) {
        lock.wait();
        continue;
      }
      while (!waiting.isEmpty() && link.waiting() < MAX_IN_LINK) {
        handOver(waiting.removeFirst());
      }
      long now = now();
      byte[] bytes = link.poll(now);
      if (bytes.length > 0) {
        return bytes;
      }
      long wakeAt = Math.min(link.wakeAt(now), now + MAX_SLEEP_MS);
      lock.wait(Math.max(1, wakeAt - now));
    }
    return null;
  }

  private void handOver(Waiting next) {
    try {
      link.send(next.message());
      inLink.addLast(next.settled());
    } catch (UpcallException e) {
      connection.dropped.increment();
      settled.add(next.settled());
      LOG.warn("{}: {}", name(), e.getMessage());
    }
  }

  private void write(SerialLine to, byte[] bytes) throws InterruptedException {
    int written = 0;
    // Counted beforehand: the reply may be here before this thread runs again.
    connection.out.add(bytes.length);
    while (written < bytes.length) {
      int count = to.write(bytes, written, bytes.length - written);
      if (count > 0) {
        written += count;
        continue;
      }
      // Full, or gone; if gone, the reader finds out and replaces the line.
      synchronized (lock) {
        if (closed || line != to) {
          connection.out.add(written - bytes.length);
          return;
        }
        lock.wait(FULL_WAIT_MS);
      }
    }
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }

  @Override
  public void close() {
    SerialLine last;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      last = line;
      lock.notifyAll();
    }
    if (last != null) {
      last.close();
    }
    join(reader);
    join(writer);
  }

  private static void join(Thread thread) {
    try {
      if (thread != null && thread != Thread.currentThread()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class PortConnection implements Connection {
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    @Override
    public String name() {
      return SerialTransport.this.name();
    }

    @Override
    public boolean send(Message message) {
      return send(message, () -> {});
    }

    @Override
    public boolean send(Message message, Runnable settled) {
      synchronized (lock) {
        if (closed || waiting.size() >= MAX_WAITING) {
          dropped.increment();
          return false;
        }
        waiting.addLast(new Waiting(message, settled));
        lock.notifyAll();
        return true;
      }
    }

    @Override
    public boolean isOpen() {
      return isUp();
    }

    @Override
    public long bytesIn() {
      return in.sum();
    }

    @Override
    public long bytesOut() {
      return out.sum();
    }
  }
}
