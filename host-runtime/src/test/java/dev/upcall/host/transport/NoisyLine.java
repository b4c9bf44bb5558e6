package dev.upcall.host.transport;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * A serial line that loses one frame of ten that are written to it, sends one of twenty twice, and
 * one of twenty after the one behind it. Written by one thread.
 */
final class NoisyLine implements SerialLine {
  private static final int LOST = 10;
  private static final int TWICE = 5;
  private static final int LATE = 5;

  private final SerialLine line;
  private final Random random;
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private byte[] held = {};
  private int troubles;

  NoisyLine(SerialLine line, long seed) {
    this.line = line;
    this.random = new Random(seed);
  }

  /** Frames that did not arrive as they were sent. */
  int troubles() {
    return troubles;
  }

  @Override
  public int read(byte[] buffer) {
    return line.read(buffer);
  }

  /** Takes everything, and passes it on frame by frame: each ends in 0. */
  @Override
  public int write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      frame.write(bytes[i]);
      if (bytes[i] == 0) {
        pass(frame.toByteArray());
        frame.reset();
      }
    }
    return length;
  }

  private void pass(byte[] whole) {
    byte[] late = held;
    held = new byte[0];
    int chance = random.nextInt(100);
    if (chance < LOST + TWICE + LATE) {
      troubles++;
    }
    if (chance >= LOST + TWICE && chance < LOST + TWICE + LATE) {
      held = whole;
    } else if (chance >= LOST) {
      send(whole);
    }
    if (chance >= LOST && chance < LOST + TWICE) {
      send(whole);
    }
    send(late);
  }

  private void send(byte[] bytes) {
    for (int sent = 0; sent < bytes.length; ) {
      sent += Math.max(0, line.write(bytes, sent, bytes.length - sent));
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
