package dev.upcall.cli.bench.gateway;

import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.MessageType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages by their bytes: which upcall one belongs to, and an answer without thought. The client
 * that a gateway is compared with is to do no more than it must.
 */
final class LoadMessage {
  private static final int TYPE_AT = 1;
  private static final int DEVICE_AT = 4;
  private static final int SEQUENCE_AT = 12;

  /** Class, reserved, confidence and members behind a header, and the checksum. */
  private static final int ANSWER_BYTES = Header.BYTES + 12 + 4;

  private LoadMessage() {}

  /** Device and sequence in one number. */
  static long key(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    return key(in.getInt(DEVICE_AT), in.getInt(SEQUENCE_AT));
  }

  static long key(int device, int sequence) {
    return (long) device << 32 | sequence & 0xffff_ffffL;
  }

  static boolean isAnswer(byte[] message) {
    return message.length == ANSWER_BYTES && message[TYPE_AT] == MessageType.ANSWER.id();
  }

  /** As long as an answer, with the upcall's header, and nothing in it. */
  static byte[] echo(byte[] upcall) {
    byte[] answer = new byte[ANSWER_BYTES];
    System.arraycopy(upcall, 0, answer, 0, Header.BYTES);
    answer[TYPE_AT] = (byte) MessageType.ANSWER.id();
    return answer;
  }
}
