package dev.upcall.core.wire;

import java.util.List;

/**
 * Sends one message's frames, at most a window of them unacknowledged. An acknowledgement covers
 * its frame and all before it; after a silence the unacknowledged ones go out again.
 */
final class FrameSender {
  private final SerialTiming timing;
  private List<byte[]> frames = List.of();
  private int key;

  /** First frame that is not acknowledged. */
  private int base;

  /** Frame that goes out next. */
  private int next;

  private long repeatAt;
  private int silences;
  private long repeated;

  FrameSender(SerialTiming timing) {
    this.timing = timing;
  }

  boolean isIdle() {
    return base == frames.size();
  }

  /** Frames sent again since the start. */
  long repeated() {
    return repeated;
  }

  void start(List<byte[]> message) {
    frames = message;
    key = message.isEmpty() ? 0 : FrameCodec.key(message.get(0));
    restart();
  }

  void cancel() {
    start(List.of());
  }

  /** Starts again with the first part. */
  void restart() {
    base = 0;
    next = 0;
    silences = 0;
  }

  /** When there is something to do by itself, if nothing arrives; now for frames not sent yet. */
  long wakeAt(long now, int window) {
    if (isIdle()) {
      return Long.MAX_VALUE;
    }
    return canSend(window) ? now : repeatAt;
  }

  /** The next frame to send now, or null. */
  byte[] poll(long now, int window) {
    if (next > base && now >= repeatAt) {
      silences++;
      repeated += next - base;
      if (silences % timing.restartAfter() == 0) {
        base = 0;
      }
      next = base;
    }
    if (!canSend(window)) {
      return null;
    }
    if (next == base) {
      repeatAt = now + wait(silences);
    }
    return frames.get(next++);
  }

  private boolean canSend(int window) {
    return next < frames.size() && next - base < window;
  }

  private long wait(int times) {
    long doubled = (long) timing.repeatMs() << Math.min(times, 16);
    return Math.min(doubled, timing.repeatMaxMs());
  }

  /** Whether that was the message's last. */
  boolean acknowledged(int mark, long now) {
    for (int i = base; i < next; i++) {
      if (FrameCodec.mark(frames.get(i), key) == mark) {
        base = i + 1;
        silences = 0;
        repeatAt = now + wait(0);
        return isIdle();
      }
    }
    return false;
  }
}
