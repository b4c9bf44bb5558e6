package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/** One message between device and host; {@link MessageCodec} gives and takes its bytes. */
public sealed interface Message
    permits Birth, UpcallRequest, Answer, Parameters, Sample, Result, Stats, Ack {

  /** Header and checksum: the bytes of a message without payload. */
  int OVERHEAD_BYTES = Header.BYTES + Integer.BYTES;

  Header header();

  MessageType type();

  int payloadBytes();

  /** Writes exactly {@link #payloadBytes} bytes; {@code out} is little endian. */
  void writePayload(ByteBuffer out);

  /** Bytes of the whole message. */
  default int bytes() {
    return OVERHEAD_BYTES + payloadBytes();
  }
}
