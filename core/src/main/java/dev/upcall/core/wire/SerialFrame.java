package dev.upcall.core.wire;

/** What travels between two delimiters of a serial line; {@link FrameCodec} gives its bytes. */
sealed interface SerialFrame
    permits SerialFrame.Data, SerialFrame.Acknowledgement, SerialFrame.Hello {

  /**
   * Part of a message.
   *
   * @param part from 0
   * @param parts of the message, 1 to 255
   * @param data 1 to 634 bytes; all parts but the last are full
   */
  record Data(int part, int parts, Bytes data) implements SerialFrame {}

  /**
   * This part, and all before it of its message, arrived.
   *
   * @param mark that part's {@link FrameCodec#mark}
   */
  record Acknowledgement(int mark) implements SerialFrame {}

  /**
   * The host opens the conversation: the device forgets what was under way and sends its birth.
   *
   * @param version of the wire that the host speaks
   * @param window frames the host takes before it has acknowledged the first, 1 to 255
   * @param challenge 8 bytes for seals, or none
   */
  record Hello(int version, int window, Bytes challenge) implements SerialFrame {
    static final Bytes NONE = Bytes.of(new byte[0]);

    Hello(int version, int window) {
      this(version, window, NONE);
    }
  }
}
