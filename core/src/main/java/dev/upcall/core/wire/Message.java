package dev.upcall.core.wire;

import java.nio.ByteBuffer;

/** One message between device and host; {@link MessageCodec} gives and takes its bytes. */
public sealed interface Message permits KnownMessage, Foreign {

  /** Header and checksum: the bytes of a message without payload. */
  int OVERHEAD_BYTES = Header.BYTES + Integer.BYTES;

  Header header();

  /** Version of the wire that it is written in. */
  int wireVersion();

  /** Number of its type on the wire. */
  int typeId();

  /** Name of its type for people. */
  String label();

  int payloadBytes();

  /** Writes exactly {@link #payloadBytes} bytes; {@code out} is little endian. */
  void writePayload(ByteBuffer out);

  /** Bytes of the whole message. */
  default int bytes() {
    return OVERHEAD_BYTES + payloadBytes();
  }
}
