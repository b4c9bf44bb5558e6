package dev.upcall.host.journal;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Crc32c;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.UpcallKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A record's bytes: one message, upcall or answer, as the wire has it. Little endian.
 *
 * <pre>
 *    0         4             7      8         12         20           20+n      24+n
 *   +---------+-------------+------+---------+----------+------------+---------+
 *   | n   u32 | "UJR"       | type | forced  | time i64 | message    | CRC-32C |
 *   +---------+-------------+------+---------+----------+------------+---------+
 * </pre>
 *
 * {@code type} is the wire's number of the message's type; {@code time} when it was taken,
 * milliseconds since 1970; the checksum covers all before it, and is XORed with the segment's
 * {@code salt}: else a device could send a message that has a whole record in it. {@code forced
 * u32} is how much of the segment was known to be on the disk when this record was written. So
 * whoever finds a good record behind a bad one can tell damage (the bad one lies below {@code
 * forced}) from a last write that the disk did in another order before the power went.
 */
final class Records {
  /** Bytes around the message. */
  static final int OVERHEAD = 24;

  private static final int TYPE = 7;
  private static final int FORCED = 8;
  private static final int MESSAGE = 20;
  private static final byte[] MARK = {'U', 'J', 'R'};

  /**
   * A good record.
   *
   * @param size on disk
   */
  record Found(Entry entry, int forced, int size) {}

  private Records() {}

  /**
   * Appends an entry's record.
   *
   * @param forced bytes of the segment that are on the disk for sure
   * @param salt of the segment
   */
  static void write(ByteBuffer out, Entry entry, int forced, int salt) {
    int start = out.position();
    out.putInt(entry.bytes().length).put(MARK).put((byte) entry.message().typeId());
    out.putInt(forced).putLong(entry.time()).put(entry.bytes());
    out.putInt(salt ^ Crc32c.of(out.array(), start, out.position()));
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The record at {@code offset}; empty if what is there is none, or not a good one. */
  static Optional<Found> read(byte[] data, int offset, int salt) {
    if (data.length - offset < OVERHEAD || !isMarked(data, offset)) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    int length = in.getInt();
    if (length < 0 || length > data.length - offset - OVERHEAD) {
      return Optional.empty();
    }
    int end = offset + MESSAGE + length;
    if (in.getInt(end) != (salt ^ Crc32c.of(data, offset, end))) {
      return Optional.empty();
    }
    int type = data[offset + TYPE] & 0xff;
    in.position(offset + FORCED);
    int forced = in.getInt();
    long time = in.getLong();
    byte[] bytes = Arrays.copyOfRange(data, offset + MESSAGE, end);
    return message(bytes, type)
        .map(message -> new Found(entry(message, time, bytes), forced, length + OVERHEAD));
  }

  private static Entry entry(Message message, long time, byte[] bytes) {
    UpcallKey key = UpcallKey.of(message.header());
    return new Entry(key, message, time, bytes, new CompletableFuture<>());
  }

  private static Optional<Message> message(byte[] bytes, int type) {
    try {
      Message message = MessageCodec.decode(bytes);
      boolean known = message instanceof UpcallRequest || message instanceof Answer;
      return known && message.typeId() == type ? Optional.of(message) : Optional.empty();
    } catch (UpcallException e) {
      return Optional.empty();
    }
  }

  private static boolean isMarked(byte[] data, int offset) {
    return Arrays.equals(data, offset + 4, offset + 7, MARK, 0, MARK.length);
  }

  /** The first good record at or behind {@code offset}; -1 if there is none. */
  static int next(byte[] data, int offset, int salt) {
    for (int at = offset; at <= data.length - OVERHEAD; at++) {
      if (isMarked(data, at) && read(data, at, salt).isPresent()) {
        return at;
      }
    }
    return -1;
  }
}
