/**
 * The wire between device and host: messages, their bytes, and the serial line's frames.
 *
 * <pre>
 *   Message ──MessageCodec──► bytes ──SerialFramer──► frames ──Cobs──► line
 *   Message ◄─MessageCodec── bytes ◄─SerialDeframer── frames ◄─FrameSplitter── line
 * </pre>
 *
 * Over MQTT one publish carries one message's bytes. Over serial a {@link
 * dev.upcall.core.wire.SerialLink} adds acknowledgement, window and retransmission. Everything is
 * little endian; the twin in C is templates/runtime; the format in prose is docs/wire.md.
 */
package dev.upcall.core.wire;
