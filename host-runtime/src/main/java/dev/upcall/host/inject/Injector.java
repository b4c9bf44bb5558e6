package dev.upcall.host.inject;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Foreign;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.Result;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Sends samples to devices and collects their results, while the same transports serve upcalls. A
 * sample is sent again when no result comes, when the device was busy and when it restarted; that
 * it may run twice does no harm, since a run has no effect but its result, and of results the first
 * counts.
 *
 * <p>No more samples are under way to a device than it keeps upcalls open: one more would wait on
 * the line for a free input, and the answer that frees it would wait behind it.
 */
public final class Injector implements MessageListener {
  private static final Duration BUSY_PAUSE = Duration.ofMillis(50);

  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final Timing timing;
  private final Object lock = new Object();
  private final Map<Integer, Target> targets = new LinkedHashMap<>();
  private final Map<Integer, SampleQueue> queues = new HashMap<>();
  private Optional<Foreign> stranger = Optional.empty();
  private int nextSequence = 1;

  /**
   * How patient the injector is.
   *
   * @param slack to wait for a result beyond the device's own deadline before the sample is sent
   *     again
   * @param attempts how often a sample is sent before it is given up
   * @param grace to wait for the right device once one with another ensemble is there
   */
  public record Timing(Duration slack, int attempts, Duration grace) {
    /** Patient enough for an emulated board on a busy machine. */
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(5), 5, Duration.ofSeconds(5));
  }

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
   *     with another ensemble, or of another release, do, which is said soon after the first of
   *     them
   */
  public Target awaitTarget(byte[] signature, String where, Duration timeout)
      throws InterruptedException {
    Bytes wanted = Bytes.of(signature);
    long end = nanos.getAsLong() + timeout.toNanos();
    boolean others = false;
    synchronized (lock) {
      while (true) {
        for (Target target : targets.values()) {
          if (target.birth().signature().equals(wanted)) {
            return target;
          }
        }
        if (!others && !(targets.isEmpty() && stranger.isEmpty())) {
          others = true;
          end = Math.min(end, nanos.getAsLong() + timing.grace().toNanos());
        }
        long left = end - nanos.getAsLong();
        if (left <= 0) {
          throw noTarget(where);
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  private UpcallException noTarget(String where) {
    if (targets.isEmpty() && stranger.isPresent()) {
      return Diagnostic.of(HostCode.WRONG_FIRMWARE)
          .at("%s", where)
          .found("%s", stranger.get().reason().title())
          .fix("compile and flash the project with this release")
          .toException();
    }
    if (targets.isEmpty()) {
      return Diagnostic.of(HostCode.NO_DEVICE, where)
          .need("a device that announces itself")
          .fix("check that it is powered, flashed and connected, and that the baud rate is right")
          .toException();
    }
    Birth other = targets.values().iterator().next().birth();
    return Diagnostic.of(HostCode.WRONG_FIRMWARE)
        .at("%s", where)
        .found("project \"%s\" with signature %s", other.project(), other.signature())
        .fix("compile and flash the project as it is now")
        .toException();
  }

  /**
   * Sends a sample as soon as the device has room for it.
   *
   * @param data raw bytes if {@code raw}, else the ladder's int8 input
   * @return completed on a transport's or the timer's thread; exceptionally with UP3031 when the
   *     device refuses the sample or never sends a result
   */
  public CompletableFuture<Injected> inject(Target target, byte[] data, boolean raw) {
    synchronized (lock) {
      PendingSample sample = new PendingSample(target, nextSequence++, data, raw);
      queues.computeIfAbsent(target.device(), unused -> new SampleQueue()).add(sample);
      advance(target);
      return sample.future();
    }
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
      } catch (ExecutionException e) {
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
    } else if (message instanceof Foreign foreign && foreign.isBirth()) {
      synchronized (lock) {
        stranger = Optional.of(foreign);
        lock.notifyAll();
      }
    } else if (message instanceof Result result) {
      finished(result);
    } else if (message instanceof Ack ack && ack.of() == MessageType.SAMPLE.id()) {
      acknowledged(ack);
    }
  }

  /** A device, perhaps again: what was under way to a former start of it is sent once more. */
  private void born(Target target) {
    synchronized (lock) {
      targets.put(target.device(), target);
      lock.notifyAll();
      SampleQueue queue = queues.get(target.device());
      if (queue != null) {
        queue.retarget(target).forEach(this::transmit);
      }
    }
  }

  private void finished(Result result) {
    PendingSample sample;
    Injected injected;
    synchronized (lock) {
      sample = take(result.header());
      if (sample == null) {
        return;
      }
      injected = sample.finished(result, nanos.getAsLong());
      advance(sample.target());
    }
    sample.future().complete(injected);
  }

  private void acknowledged(Ack ack) {
    switch (ack.code()) {
      case STORED, OTHER_BOOT -> {
        // The result, or the birth of the device's new start, is still to come.
      }
      case BUSY -> {
        synchronized (lock) {
          SampleQueue queue = queues.get(ack.header().device());
          PendingSample sample =
              queue == null ? null : queue.underWay(ack.header().sequence()).orElse(null);
          if (sample != null) {
            repeatAfter(sample, BUSY_PAUSE);
          }
        }
      }
      default -> {
        PendingSample sample;
        synchronized (lock) {
          sample = take(ack.header());
          if (sample == null) {
            return;
          }
          advance(sample.target());
        }
        sample.fail("the device refuses it: " + ack.code());
      }
    }
  }

  /** Takes a sample from those under way. The lock is held. */
  private PendingSample take(Header header) {
    SampleQueue queue = queues.get(header.device());
    PendingSample sample = queue == null ? null : queue.take(header.sequence()).orElse(null);
    if (sample != null) {
      sample.stopRepeating();
    }
    return sample;
  }

  /** Sends what the device has room for. The lock is held. */
  private void advance(Target target) {
    int room = Math.max(1, target.birth().pending());
    queues.get(target.device()).start(room).forEach(this::transmit);
  }

  /** Sends a sample and arranges for its repetition. The lock is held. */
  private void transmit(PendingSample sample) {
    sample.send(nanos.getAsLong());
    Duration deadline = Duration.ofMillis(sample.target().birth().deadlineMs());
    repeatAfter(sample, deadline.plus(timing.slack()));
  }

  private void repeatAfter(PendingSample sample, Duration pause) {
    sample.repeatBy(timer.schedule(() -> repeat(sample), pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void repeat(PendingSample sample) {
    synchronized (lock) {
      SampleQueue queue = queues.get(sample.target().device());
      if (queue.underWay(sample.sequence()).isEmpty()) {
        return;
      }
      if (sample.attempts() < timing.attempts()) {
        transmit(sample);
        return;
      }
      queue.take(sample.sequence());
      advance(sample.target());
    }
    sample.fail("no result after " + sample.attempts() + " attempts");
  }
}
