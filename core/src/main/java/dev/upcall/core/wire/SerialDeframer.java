package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A serial line's bytes become messages. Whatever is damaged is dropped, counted by reason, and
 * ends at the next delimiter.
 *
 * <p>Parts are taken in order only. A part behind a gap is dropped without acknowledgement, so the
 * sender repeats from the gap; a part that came before is acknowledged again and not taken twice. A
 * first part with a key not seen lately starts a message, whatever was under way: its sender has
 * restarted.
 */
public final class SerialDeframer {
  /** Finished messages whose repeated first part is still recognised. */
  private static final int REMEMBERED = 4;

  private final FrameSplitter splitter = new FrameSplitter();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final Deque<Integer> finished = new ArrayDeque<>();
  private final Map<WireError, Long> dropped = new EnumMap<>(WireError.class);

  /** Checksum of the first part of the message under way or last finished. */
  private int key;

  /** Parts of that message; 0: none yet. */
  private int parts;

  /** The part that comes next; equal to {@link #parts} when the message is finished. */
  private int expected;

  /** What {@code data[from..to)} completes, in order. */
  public List<SerialEvent> push(byte[] data, int from, int to) {
    List<SerialEvent> events = new ArrayList<>();
    for (byte[] chunk : splitter.push(data, from, to)) {
      try {
        accept(chunk, events);
      } catch (UpcallException e) {
        drop(WireError.of(e), events);
      }
    }
    return events;
  }

  /** How often bytes were dropped, by reason. */
  public Map<WireError, Long> dropped() {
    return Collections.unmodifiableMap(dropped);
  }

  /** Forgets the message under way and those before it; bytes of an unfinished frame are kept. */
  void reset() {
    parts = 0;
    expected = 0;
    message.reset();
    finished.clear();
  }

  private void accept(byte[] chunk, List<SerialEvent> events) {
    if (chunk.length > FrameSplitter.MAX_ENCODED) {
      throw WireError.FRAME_LONG.with().toException();
    }
    byte[] frame = Cobs.decode(chunk, 0, chunk.length);
    SerialFrame decoded = FrameCodec.decode(frame, key);
    if (decoded instanceof SerialFrame.Acknowledgement acknowledgement) {
      events.add(new SerialEvent.Acknowledged(acknowledgement.crc()));
    } else if (decoded instanceof SerialFrame.Hello hello) {
      events.add(new SerialEvent.Hello(hello.version(), hello.window()));
    } else if (decoded instanceof SerialFrame.Data data) {
      acceptData(data, FrameCodec.crc(frame), events);
    }
  }

  private void acceptData(SerialFrame.Data frame, int crc, List<SerialEvent> events) {
    boolean repeated;
    if (frame.part() == 0) {
      repeated = isKnown(crc);
      if (!repeated) {
        start(crc, frame.parts());
      }
    } else if (frame.parts() == parts && frame.part() <= expected) {
      repeated = frame.part() < expected;
    } else {
      drop(WireError.FRAME_ORDER, events);
      return;
    }
    events.add(new SerialEvent.Acknowledge(crc));
    if (!repeated) {
      message.writeBytes(frame.data().toArray());
      expected++;
      if (expected == parts) {
        finish(events);
      }
    }
  }

  private void start(int crc, int count) {
    message.reset();
    key = crc;
    parts = count;
    expected = 0;
  }

  private boolean isKnown(int crc) {
    return (parts > 0 && crc == key) || finished.contains(crc);
  }

  private void finish(List<SerialEvent> events) {
    finished.addLast(key);
    if (finished.size() > REMEMBERED) {
      finished.removeFirst();
    }
    byte[] bytes = message.toByteArray();
    message.reset();
    try {
      events.add(new SerialEvent.Received(MessageCodec.decode(bytes)));
    } catch (UpcallException e) {
      drop(WireError.of(e), events);
    }
  }

  private void drop(WireError error, List<SerialEvent> events) {
    dropped.merge(error, 1L, Long::sum);
    events.add(new SerialEvent.Dropped(error));
  }
}
