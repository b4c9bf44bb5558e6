package dev.upcall.core.wire;

/** What a serial line's bytes turned out to be. */
public sealed interface SerialEvent
    permits SerialEvent.Received,
        SerialEvent.Acknowledge,
        SerialEvent.Acknowledged,
        SerialEvent.Hello,
        SerialEvent.Dropped {

  /** A whole message. */
  record Received(Message message) implements SerialEvent {}

  /** A data frame arrived, for the first time or again: acknowledge it by this mark. */
  record Acknowledge(int mark) implements SerialEvent {}

  /** The other end acknowledges the frame with this mark. */
  record Acknowledged(int mark) implements SerialEvent {}

  /** The host opens the conversation (FrameCodec draws the frame). */
  record Hello(int version, int window) implements SerialEvent {}

  /** Bytes were dropped: a damaged frame, or a whole message that makes no sense. */
  record Dropped(WireError error) implements SerialEvent {}
}
