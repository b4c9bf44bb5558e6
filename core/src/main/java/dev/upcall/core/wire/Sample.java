package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/**
 * An input that the host wants run on the device; the sequence is the host's, and the {@link
 * Result} repeats it. The payload is the data and nothing else, so that a device can receive it in
 * the place from which the ladder reads.
 *
 * @param data int8 input of the ladder, or raw bytes when the header has {@link Header#RAW}
 */
public record Sample(Header header, Bytes data) implements KnownMessage {
  @Override
  public MessageType type() {
    return MessageType.SAMPLE;
  }

  @Override
  public int payloadBytes() {
    return data.length();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    data.write(out);
  }

  static Sample read(Header header, ByteBuffer in) {
    if (!in.hasRemaining()) {
      throw MessageType.SAMPLE.size(0, "1 byte or more");
    }
    return new Sample(header, Bytes.take(in, in.remaining()));
  }
}
