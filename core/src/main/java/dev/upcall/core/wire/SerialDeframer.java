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
import java.util.function.Function;

/**
 * A serial line's bytes become messages. Whatever is damaged is dropped, counted by reason, and
 * ends at the next delimiter.
 *
 * <p>Parts are taken in order only. A part behind a gap is dropped without acknowledgement, so the
 * sender repeats from the gap; a part that came before is acknowledged again and not taken twice. A
 * first part with a key not seen lately starts a message, whatever was under way: its sender has
 * restarted. If the message's own checksum fails, one of its parts belongs to another message: the
 * last one is not acknowledged, so the sender starts again.
 */
public final class SerialDeframer {
  /** Finished messages whose repeated first part is still recognised. */
  private static final int REMEMBERED = 4;

  private final Function<byte[], Message> reader;
  private final FrameSplitter splitter = new FrameSplitter();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final Deque<Integer> finished = new ArrayDeque<>();
  private final Map<WireError, Long> dropped = new EnumMap<>(WireError.class);

  /** Key of the message under way or last finished. */
  private int key;

  /** Parts of that message; 0: none yet. */
  private int parts;

  /** The part that comes next; equal to {@link #parts} when the message is finished. */
  private int expected;

  /** For messages without seals. */
  public SerialDeframer() {
    this(MessageCodec::read);
  }

  /**
   * For messages of a kind.
   *
   * @param reader what makes them of their bytes, or throws one of {@link WireError}
   */
  SerialDeframer(Function<byte[], Message> reader) {
    this.reader = reader;
  }

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
    SerialFrame decoded = FrameCodec.decode(frame);
    if (decoded instanceof SerialFrame.Acknowledgement acknowledgement) {
      events.add(new SerialEvent.Acknowledged(acknowledgement.mark()));
    } else if (decoded instanceof SerialFrame.Hello hello) {
      events.add(new SerialEvent.Hello(hello.version(), hello.window()));
    } else if (decoded instanceof SerialFrame.Data data) {
      accept(data, frame, events);
    }
  }

  private void accept(SerialFrame.Data data, byte[] frame, List<SerialEvent> events) {
    if (data.part() == 0) {
      int newKey = FrameCodec.key(frame);
      if (isKnown(newKey)) {
        events.add(new SerialEvent.Acknowledge(newKey));
        return;
      }
      start(newKey, data.parts());
    } else if (data.parts() != parts || data.part() > expected) {
      throw WireError.FRAME_ORDER
          .with()
          .found("part %d of %d", data.part(), data.parts())
          .need("part %d of %d", expected, parts)
          .toException();
    }
    SerialEvent acknowledge = new SerialEvent.Acknowledge(FrameCodec.mark(frame, key));
    if (data.part() < expected) {
      events.add(acknowledge);
      return;
    }
    message.writeBytes(data.data().toArray());
    expected++;
    if (expected < parts) {
      events.add(acknowledge);
    } else {
      finish(acknowledge, events);
    }
  }

  private void start(int newKey, int count) {
    message.reset();
    key = newKey;
    parts = count;
    expected = 0;
  }

  private boolean isKnown(int other) {
    return (parts > 0 && other == key) || finished.contains(other);
  }

  private void finish(SerialEvent acknowledge, List<SerialEvent> events) {
    byte[] bytes = message.toByteArray();
    message.reset();
    try {
      Message whole = reader.apply(bytes);
      events.add(acknowledge);
      events.add(new SerialEvent.Received(whole));
    } catch (UpcallException e) {
      WireError error = WireError.of(e);
      if (error == WireError.MESSAGE_CRC || error == WireError.LENGTH) {
        parts = 0;
        expected = 0;
        throw e;
      }
      events.add(acknowledge);
      drop(error, events);
    }
    finished.addLast(key);
    if (finished.size() > REMEMBERED) {
      finished.removeFirst();
    }
  }

  private void drop(WireError error, List<SerialEvent> events) {
    dropped.merge(error, 1L, Long::sum);
    events.add(new SerialEvent.Dropped(error));
  }
}
