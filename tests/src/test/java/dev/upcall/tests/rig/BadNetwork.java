package dev.upcall.tests.rig;

import dev.upcall.host.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a broker, through which everything goes: late, for a while not at all in one direction
 * or in none, and cut in the middle of a packet. As TCP does, it loses and repeats no byte of a
 * connection that lives; what a dead one had under way is lost.
 */
public final class BadNetwork implements AutoCloseable {
  private static final int CHUNK = 512;

  private final ServerSocket door;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("net"));
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile long delayMs;
  private volatile boolean silentUp;
  private volatile boolean silentDown;
  private volatile boolean parted;

  private BadNetwork(ServerSocket door, int port) {
    this.door = door;
    this.port = port;
  }

  /** A good network, so far. */
  public static BadNetwork to(int port) throws IOException {
    BadNetwork network =
        new BadNetwork(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    network.threads.execute(network::accept);
    return network;
  }

  /** Where clients find the broker. */
  public String uri() {
    return "tcp://127.0.0.1:" + door.getLocalPort();
  }

  /** Connections so far. */
  public int connections() {
    return connections.get();
  }

  /** Has every byte arrive so much later. */
  public void delay(long ms) {
    delayMs = ms;
  }

  /** Holds back what clients send, or what the broker sends, or both; neither end is told. */
  public void silence(boolean fromClients, boolean fromBroker) {
    silentUp = fromClients;
    silentDown = fromBroker;
  }

  /** Cuts all connections where they are, also in the middle of a packet. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Cuts them and lets nobody through until told so. */
  public void part(boolean now) {
    parted = now;
    if (now) {
      cut();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (parted) {
          client.close();
        } else {
          connections.incrementAndGet();
          Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), port));
          links.add(link);
          link.start();
        }
      } catch (IOException e) {
        // The broker is not there, or this is the end.
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
    threads.shutdownNow();
  }

  /** Bytes, and when they are due by {@link System#nanoTime}; without bytes: the end. */
  private record Due(byte[] bytes, long at, int number) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** In the order in which they came, whatever the delay was then. */
    @Override
    public int compareTo(Delayed other) {
      return Integer.compare(number, ((Due) other).number());
    }
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket broker;

    Link(Socket client, Socket broker) throws IOException {
      this.client = client;
      this.broker = broker;
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
    }

    void start() {
      carry(client, broker, true);
      carry(broker, client, false);
    }

    private void carry(Socket from, Socket to, boolean up) {
      DelayQueue<Due> under = new DelayQueue<>();
      threads.execute(() -> take(from, under));
      threads.execute(() -> give(to, under, up));
    }

    private void take(Socket from, DelayQueue<Due> under) {
      int number = 0;
      byte[] buffer = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          under.add(due(Arrays.copyOf(buffer, count), number++));
        }
      } catch (IOException e) {
        // Cut.
      }
      under.add(due(new byte[0], number));
    }

    private Due due(byte[] bytes, int number) {
      return new Due(bytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs), number);
    }

    private void give(Socket to, DelayQueue<Due> under, boolean up) {
      try {
        OutputStream out = to.getOutputStream();
        for (Due next = under.take(); next.bytes().length > 0; next = under.take()) {
          while ((up ? silentUp : silentDown) && !to.isClosed()) {
            TimeUnit.MILLISECONDS.sleep(5);
          }
          out.write(next.bytes());
        }
      } catch (IOException e) {
        // Cut.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    /** With a reset rather than a good-bye: what is under way is gone. */
    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, broker}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException e) {
          // It is closed already.
        }
      }
    }
  }
}
