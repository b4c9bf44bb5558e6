package dev.upcall.tests.rig;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Upcalls at a steady rate from one device that never tires, and what came back. Each load is a new
 * life of the device, or the gateway would repeat the answers that it gave to the one before.
 */
public final class SteadyLoad implements Connection, AutoCloseable {
  private static final long PERIOD_MS = 20;
  private static final int DEVICE = 1;
  private static final AtomicInteger BOOTS = new AtomicInteger();

  /** For a machine with other work. */
  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

  /** Upcalls under way at most; beyond that the device waits as others do. */
  private static final int MAX_OPEN = 16;

  private final int boot = BOOTS.incrementAndGet();
  private final List<byte[]> inputs;
  private final int classes;
  private final long signature;
  private final MessageListener gateway;
  private final ScheduledExecutorService timer = DaemonThreads.scheduler("load");
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, Long> open = new ConcurrentHashMap<>();
  private final NavigableMap<Integer, Answered> answered = new ConcurrentSkipListMap<>();

  /**
   * An upcall and its answer.
   *
   * @param input index of its sample
   * @param sent by {@link System#nanoTime}
   * @param came likewise
   */
  public record Answered(int input, long sent, long came, Answer answer) {}

  /** Begins. */
  public SteadyLoad(Project project, List<byte[]> inputs, MessageListener gateway) {
    this.inputs = inputs;
    this.classes = project.manifest().classes().size();
    this.signature = Header.signatureOf(Signature.of(project));
    this.gateway = gateway;
    timer.scheduleAtFixedRate(this::ask, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    if (open.size() < MAX_OPEN) {
      int sequence = next.getAndIncrement();
      open.put(sequence, System.nanoTime());
      gateway.received(
          this,
          new UpcallRequest(
              new Header(DEVICE, boot, sequence, signature, 0, 0),
              0,
              Bytes.of(new byte[classes]),
              Bytes.of(inputs.get(sequence % inputs.size()))));
    }
  }

  @Override
  public boolean send(Message message) {
    if (message instanceof Answer answer) {
      int sequence = answer.header().sequence();
      Long sent = open.remove(sequence);
      if (sent != null) {
        answered.put(
            sequence, new Answered(sequence % inputs.size(), sent, System.nanoTime(), answer));
      }
    }
    return true;
  }

  /** The first answer by exactly these members to an upcall sent since then; waits for it. */
  public Answered awaitAnswerBy(int members, long since) throws InterruptedException {
    long limit = System.nanoTime() + LIMIT_NS;
    while (System.nanoTime() < limit) {
      // From the last back to the first that was sent before: of many, the few that are new.
      Answered first = null;
      for (Answered one : answered.descendingMap().values()) {
        if (one.sent() < since) {
          break;
        }
        first = one.answer().members() == members ? one : first;
      }
      if (first != null) {
        return first;
      }
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    }
    throw new AssertionError("no answer by members " + Integer.toBinaryString(members));
  }

  /** Asks no more and waits for what is open; how many upcalls were never answered. */
  public int finish() throws InterruptedException {
    timer.shutdown();
    return awaitThoseBefore(Long.MAX_VALUE);
  }

  /** Waits for what was asked until then and is open; how many of these upcalls stay open. */
  public int awaitThoseBefore(long then) throws InterruptedException {
    long limit = System.nanoTime() + LIMIT_NS;
    while (openBefore(then) > 0 && System.nanoTime() < limit) {
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    }
    return openBefore(then);
  }

  private int openBefore(long then) {
    return (int) open.values().stream().filter(sent -> sent <= then).count();
  }

  /** All answers, in the order of the upcalls. */
  public List<Answered> answered() {
    return List.copyOf(answered.values());
  }

  @Override
  public String name() {
    return "load";
  }

  @Override
  public long bytesIn() {
    return 0;
  }

  @Override
  public long bytesOut() {
    return 0;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
