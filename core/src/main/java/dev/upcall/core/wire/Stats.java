package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A device's counters since its start, u32 each, in the order of {@link Counter}. The host asks for
 * them with an empty one. Newer firmware may send more than are named here; they are kept.
 *
 * @param counters unsigned 32-bit values
 */
public record Stats(Header header, List<Long> counters) implements KnownMessage {

  /** What is counted; the ordinals are positions on the wire. */
  public enum Counter {
    UPTIME_MS,
    /** Runs of the ladder. */
    RUNS,
    /** Results in which the device was confident. */
    LOCAL,
    UPCALLS,
    ANSWERED,
    DEGRADED,
    /** Answers to another boot, or to nothing that is open. */
    STALE,
    /** Submissions and samples turned away for want of room. */
    BUSY,
    /** Serial frames dropped as damaged. */
    FRAMES_DROPPED,
    /** Serial frames sent again. */
    FRAMES_RESENT,
    /** Messages refused: malformed, too large, not for this device. */
    REFUSED,
    /** Version of the pushed parameters in use; 0: those that the firmware was built with. */
    PARAMETERS_VERSION,
    /** Version that was rolled back last; 0: none. */
    PARAMETERS_ROLLED_BACK,
    /** 1: the parameters in use outlive a restart. */
    PARAMETERS_KEPT,
    /** Accepted answers that the host was asked to check on. */
    AUDITS,
    /** Answers given at once that the host was asked to correct. */
    LATER,
    /** Upcalls, checks and corrections not asked for: the policy may not, or there is no room. */
    WITHHELD,
    /** Of audits and later those that no answer came to by the deadline. */
    UNCHECKED
  }

  public Stats {
    counters = List.copyOf(counters);
    for (long counter : counters) {
      if (counter < 0 || counter > 0xffffffffL) {
        throw new IllegalArgumentException("not an unsigned 32-bit counter: " + counter);
      }
    }
  }

  /** The host's question. */
  public static Stats request(Header header) {
    return new Stats(header, List.of());
  }

  /** The counter, absent when the device is older than it. */
  public OptionalLong get(Counter counter) {
    return counter.ordinal() < counters.size()
        ? OptionalLong.of(counters.get(counter.ordinal()))
        : OptionalLong.empty();
  }

  @Override
  public MessageType type() {
    return MessageType.STATS;
  }

  @Override
  public int payloadBytes() {
    return Integer.BYTES * counters.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    counters.forEach(counter -> out.putInt(counter.intValue()));
  }

  static Stats read(Header header, ByteBuffer in) {
    if (in.remaining() % Integer.BYTES != 0) {
      throw MessageType.STATS.size(in.remaining(), "a multiple of 4 bytes");
    }
    List<Long> counters = new ArrayList<>(in.remaining() / Integer.BYTES);
    while (in.hasRemaining()) {
      counters.add(Integer.toUnsignedLong(in.getInt()));
    }
    return new Stats(header, counters);
  }
}
