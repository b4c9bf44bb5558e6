package dev.upcall.host.inject;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.Sample;
import dev.upcall.host.HostCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A sample from its injection to its result. Everything but the future is under the owner's lock.
 */
final class PendingSample {
  private final CompletableFuture<Injected> future = new CompletableFuture<>();
  private final int sequence;
  private final Bytes data;
  private final boolean raw;
  private Target target;
  private int attempts;
  private long sentAt;
  private long inBefore;
  private long outBefore;
  private Future<?> repetition;

  PendingSample(Target target, int sequence, byte[] data, boolean raw) {
    this.target = target;
    this.sequence = sequence;
    this.data = Bytes.of(data);
    this.raw = raw;
  }

  CompletableFuture<Injected> future() {
    return future;
  }

  int sequence() {
    return sequence;
  }

  int attempts() {
    return attempts;
  }

  Target target() {
    return target;
  }

  /** The device started again. */
  void retarget(Target reborn) {
    target = reborn;
  }

  /** Sends it, for the first time or again. */
  void send(long now) {
    if (attempts == 0) {
      sentAt = now;
      inBefore = target.connection().bytesIn();
      outBefore = target.connection().bytesOut();
    }
    Header header = target.header(sequence, raw ? Header.RAW : 0).withAttempt(attempts);
    attempts++;
    target.connection().send(new Sample(header, data));
  }

  /** What is to happen if nothing else does; replaces what was to happen before. */
  void repeatBy(Future<?> newRepetition) {
    stopRepeating();
    repetition = newRepetition;
  }

  void stopRepeating() {
    if (repetition != null) {
      repetition.cancel(false);
    }
  }

  Injected finished(Result result, long now) {
    return new Injected(
        result,
        Duration.ofNanos(now - sentAt),
        target.connection().bytesOut() - outBefore,
        target.connection().bytesIn() - inBefore,
        attempts);
  }

  void fail(String why) {
    future.completeExceptionally(
        Diagnostic.of(HostCode.NO_RESULT, sequence)
            .at("%s", target.connection().name())
            .found("%s", why)
            .fix("check that the device runs and that the line is quiet; see its statistics")
            .toException());
  }
}
