package dev.upcall.host.inject;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.Sample;
import dev.upcall.host.HostCode;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.transport.MessageListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Sends samples to devices and collects their results, while the same transports serve upcalls. A
 * sample is sent again when no result comes, when the device was busy and when it restarted; the
 * device recognises the repetition by its sequence and does not run it twice.
 */
public final class Injector implements MessageListener {
  private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final Timing timing;
  private final Object lock = new Object();
  private final Map<Integer, Target> targets = new LinkedHashMap<>();
  private final Map<Key, Pending> pending = new HashMap<>();
  private int nextSequence = 1;

  /**
   * How patient the injector is.
   *
   * @param slack to wait for a result beyond the device's own deadline before the sample is sent
   *     again
   * @param attempts how often a sample is sent before it is given up
   */
  public record Timing(Duration slack, int attempts) {
    /** Patient enough for an emulated board on a busy machine. */
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(5), 5);
  }

  private record Key(int device, int sequence) {}

  /**
   * An injector that knows no device yet; it learns of them as a listener of transports.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   * @param timer for repetitions, not shut down here
   */
  public Injector(LongSupplier nanos, ScheduledExecutorService timer, Timing timing) {
    this.nanos = nanos;
    this.timer = timer;
    this.timing = timing;
  }

  /**
   * Waits for a device that runs an ensemble.
   *
   * @param signature the ensemble's SHA-256, 32 bytes
   * @param where for the message if none comes, such as the transport's name
   * @throws UpcallException UP3030 if no device announces itself in time, UP3032 if only devices
   *     with another ensemble do
   */
  public Target awaitTarget(byte[] signature, String where, Duration timeout)
      throws InterruptedException {
    long end = nanos.getAsLong() + timeout.toNanos();
    synchronized (lock) {
      while (true) {
        for (Target target : targets.values()) {
          if (target.birth().signature().equals(Bytes.of(signature))) {
            return target;
          }
        }
        long left = end - nanos.getAsLong();
        if (left <= 0) {
          throw nobody(
              where,
              Optional.ofNullable(targets.isEmpty() ? null : targets.values().iterator().next()));
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  private static UpcallException nobody(String where, Optional<Target> other) {
    if (other.isPresent()) {
      Birth birth = other.get().birth();
      return Diagnostic.of(HostCode.WRONG_FIRMWARE)
          .at("%s", where)
          .found("project \"%s\" with signature %s", birth.project(), birth.signature())
          .fix("compile and flash the project as it is now")
          .toException();
    }
    return Diagnostic.of(HostCode.NO_DEVICE, where)
        .need("a device that announces itself")
        .fix("check that it is powered, flashed and connected, and that the baud rate is right")
        .toException();
  }

  /**
   * Sends one sample.
   *
   * @param data raw bytes if {@code raw}, else the ladder's int8 input
   * @return completed on a transport's or the timer's thread; exceptionally with UP3031 when the
   *     device refuses the sample or never sends a result
   */
  public CompletableFuture<Injected> inject(Target target, byte[] data, boolean raw) {
    Pending sample;
    synchronized (lock) {
      sample = new Pending(target, nextSequence++, data, raw);
      pending.put(sample.key(), sample);
    }
    transmit(sample);
    return sample.future;
  }

  /**
   * Sends samples one after the other.
   *
   * @param progress told how many are done, after each
   * @return one per sample
   * @throws UpcallException UP3031 at the first that fails
   */
  public List<Injected> injectAll(
      Target target, List<byte[]> samples, boolean raw, IntConsumer progress)
      throws InterruptedException {
    List<Injected> results = new ArrayList<>(samples.size());
    for (byte[] sample : samples) {
      try {
        results.add(inject(target, sample, raw).get());
      } catch (java.util.concurrent.ExecutionException e) {
        if (e.getCause() instanceof UpcallException diagnosed) {
          throw diagnosed;
        }
        throw new IllegalStateException(e.getCause());
      }
      progress.accept(results.size());
    }
    return results;
  }

  @Override
  public void received(Connection from, Message message) {
    if (message instanceof Birth birth) {
      born(new Target(from, birth));
    } else if (message instanceof Result result) {
      Pending sample = take(result.header());
      if (sample != null) {
        sample.finish(result, nanos.getAsLong());
      }
    } else if (message instanceof Ack ack && ack.ofType().orElse(null) == MessageType.SAMPLE) {
      refused(ack);
    }
  }

  /** A device (again): samples under way to a former start of it have to be sent once more. */
  private void born(Target target) {
    List<Pending> lost = new ArrayList<>();
    synchronized (lock) {
      targets.put(target.device(), target);
      lock.notifyAll();
      for (Pending sample : pending.values()) {
        if (sample.target.device() == target.device()
            && sample.target.birth().header().boot() != target.birth().header().boot()) {
          sample.target = target;
          lost.add(sample);
        }
      }
    }
    lost.forEach(this::transmit);
  }

  private void refused(Ack ack) {
    if (ack.code() == Ack.Code.STORED || ack.code() == Ack.Code.OTHER_BOOT) {
      // Stored: the result is still to come. Other boot: the birth is still to come.
      return;
    }
    Pending sample;
    if (ack.code() == Ack.Code.BUSY) {
      synchronized (lock) {
        sample = pending.get(key(ack.header()));
      }
      if (sample != null) {
        repeatAfter(sample, BUSY_PAUSE);
      }
      return;
    }
    sample = take(ack.header());
    if (sample != null) {
      sample.fail("the device refused it: " + ack.code());
    }
  }

  private void transmit(Pending sample) {
    Target target;
    int attempt;
    synchronized (lock) {
      if (!pending.containsKey(sample.key())) {
        return;
      }
      attempt = sample.attempts++;
      target = sample.target;
      if (attempt >= timing.attempts()) {
        pending.remove(sample.key());
      }
    }
    if (attempt >= timing.attempts()) {
      sample.fail("no result after " + attempt + " attempts");
      return;
    }
    Header header = target.header(sample.sequence, sample.raw ? Header.RAW : 0);
    target.connection().send(new Sample(header.withAttempt(attempt), Bytes.of(sample.data)));
    Duration deadline = Duration.ofMillis(target.birth().deadlineMs());
    repeatAfter(sample, deadline.plus(timing.slack()));
  }

  private void repeatAfter(Pending sample, Duration pause) {
    sample.reschedule(
        timer.schedule(() -> transmit(sample), pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  private Pending take(Header header) {
    synchronized (lock) {
      return pending.remove(key(header));
    }
  }

  private static Key key(Header header) {
    return new Key(header.device(), header.sequence());
  }

  /** A sample under way. */
  private final class Pending {
    private final int sequence;
    private final byte[] data;
    private final boolean raw;
    private final long sent = nanos.getAsLong();
    private final long inBefore;
    private final long outBefore;
    private final CompletableFuture<Injected> future = new CompletableFuture<>();
    private Target target;
    private int attempts;
    private java.util.concurrent.Future<?> repetition;

    Pending(Target target, int sequence, byte[] data, boolean raw) {
      this.target = target;
      this.sequence = sequence;
      this.data = data;
      this.raw = raw;
      this.inBefore = target.connection().bytesIn();
      this.outBefore = target.connection().bytesOut();
    }

    Key key() {
      return new Key(target.device(), sequence);
    }

    synchronized void reschedule(java.util.concurrent.Future<?> next) {
      if (repetition != null) {
        repetition.cancel(false);
      }
      repetition = next;
      if (future.isDone()) {
        next.cancel(false);
      }
    }

    private synchronized void stopRepeating() {
      if (repetition != null) {
        repetition.cancel(false);
      }
    }

    void finish(Result result, long now) {
      Connection connection = target.connection();
      future.complete(
          new Injected(
              result,
              Duration.ofNanos(now - sent),
              connection.bytesOut() - outBefore,
              connection.bytesIn() - inBefore,
              attempts));
      stopRepeating();
    }

    void fail(String why) {
      future.completeExceptionally(
          Diagnostic.of(HostCode.NO_RESULT, sequence)
              .at("%s", target.connection().name())
              .found("%s", why)
              .toException());
      stopRepeating();
    }
  }
}
