package dev.upcall.host.journal;

import dev.upcall.core.wire.Crc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a segment begins with. Little endian.
 *
 * <pre>
 *    0           8             16             24            32        36        40
 *   +-----------+-------------+--------------+-------------+---------+---------+
 *   | "UPCALLJ1"| number  u64 | previous u64 | end     u64 | salt u32| CRC-32C |
 *   +-----------+-------------+--------------+-------------+---------+---------+
 * </pre>
 *
 * @param number of this segment, from 1; its file is called by it
 * @param previous number of the segment before; 0 if there was none
 * @param end how much of that one counts: all that was confirmed to anybody lies before it
 * @param salt a random number in the records' checksums, so that no device can send bytes that look
 *     like a record of this segment
 */
record SegmentHeader(long number, long previous, long end, int salt) {
  static final int BYTES = 40;

  private static final byte[] MAGIC = {'U', 'P', 'C', 'A', 'L', 'L', 'J', '1'};
  private static final Pattern NAME = Pattern.compile("(\\d{12})\\.journal");

  /** {@code 000000000007.journal}. */
  static String name(long number) {
    return String.format(Locale.ROOT, "%012d.journal", number);
  }

  /** The number in a file's name; empty if the file is no segment. */
  static OptionalLong number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  ByteBuffer bytes() {
    ByteBuffer out = Records.buffer(BYTES);
    out.put(MAGIC).putLong(number).putLong(previous).putLong(end).putInt(salt);
    out.putInt(Crc32c.of(out.array(), 0, out.position()));
    return out.flip();
  }

  /** The header that {@code data} begins with; empty if it is none or damaged. */
  static Optional<SegmentHeader> read(byte[] data) {
    if (data.length < BYTES || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    in.position(MAGIC.length);
    SegmentHeader header = new SegmentHeader(in.getLong(), in.getLong(), in.getLong(), in.getInt());
    return in.getInt() == Crc32c.of(data, 0, BYTES - Integer.BYTES)
        ? Optional.of(header)
        : Optional.empty();
  }
}
