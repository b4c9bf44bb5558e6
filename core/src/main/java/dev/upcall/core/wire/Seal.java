package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message that proves who sent it and that it was said in this conversation: its type has bit 7
 * set, and its payload ends in a MAC, the start of HMAC-SHA-256 (RFC 2104, FIPS 180-4) with the
 * device's key.
 *
 * <pre>
 *   header, type | 0x80, length + 16 | payload | MAC 16 B | CRC-32C
 *
 *   MAC over: from, 1 B | the header but for the length, 24 B | challenge, 8 B | payload
 * </pre>
 *
 * What the host says does not hold as said by a device, nor the other way round: whoever throws a
 * message back has said nothing. The challenge is the host's, new for each conversation; it is in
 * its hello, and not in messages. The twin in C is upcall_seal.c.
 */
public final class Seal {
  /** Who said a message; the byte in front of all else that the MAC covers. */
  enum From {
    HOST,
    DEVICE
  }

  /** Of a device's key. */
  public static final int KEY_BYTES = Parameters.KEY_BYTES;

  /** What a hello carries. */
  public static final int CHALLENGE_BYTES = 8;

  /** Before any hello. */
  static final Bytes NO_CHALLENGE = Bytes.of(new byte[CHALLENGE_BYTES]);

  static final int MAC_BYTES = 16;
  static final int SEALED = 0x80;
  private static final int TYPE_OFFSET = 1;
  private static final int LENGTH_OFFSET = Header.BYTES - Integer.BYTES;
  private static final String ALGORITHM = "HmacSHA256";

  private Seal() {}

  /** Whether a message that came is of this kind, by its type alone. */
  static boolean isOn(byte[] message) {
    return message.length >= Message.OVERHEAD_BYTES + MAC_BYTES
        && (message[TYPE_OFFSET] & SEALED) != 0;
  }

  /** An encoded message with its seal. */
  static byte[] close(byte[] message, From from, byte[] key, Bytes challenge) {
    int payload = message.length - Message.OVERHEAD_BYTES;
    ByteBuffer out = copy(message, payload, payload + MAC_BYTES);
    out.put(TYPE_OFFSET, (byte) (message[TYPE_OFFSET] | SEALED));
    out.position(Header.BYTES + payload).put(mac(out.array(), payload, from, key, challenge));
    return finish(out);
  }

  /** Whether a sealed message was closed at that end, with this key and for this challenge. */
  static boolean isBy(byte[] sealed, From from, byte[] key, Bytes challenge) {
    int payload = sealed.length - Message.OVERHEAD_BYTES - MAC_BYTES;
    int at = Header.BYTES + payload;
    return MessageDigest.isEqual(
        mac(sealed, payload, from, key, challenge), Arrays.copyOfRange(sealed, at, at + MAC_BYTES));
  }

  /** A sealed message as it was before, whoever sealed it. Its checksum has to be right. */
  static byte[] strip(byte[] sealed) {
    int payload = sealed.length - Message.OVERHEAD_BYTES - MAC_BYTES;
    ByteBuffer out = copy(sealed, payload, payload);
    out.put(TYPE_OFFSET, (byte) (sealed[TYPE_OFFSET] & ~SEALED));
    return finish(out);
  }

  private static ByteBuffer copy(byte[] message, int payload, int length) {
    ByteBuffer out =
        ByteBuffer.allocate(Message.OVERHEAD_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(message, 0, Header.BYTES + payload);
    return out.putInt(LENGTH_OFFSET, length);
  }

  private static byte[] finish(ByteBuffer out) {
    int end = out.capacity() - Integer.BYTES;
    return out.putInt(end, Crc32c.of(out.array(), 0, end)).array();
  }

  private static byte[] mac(byte[] message, int payload, From from, byte[] key, Bytes challenge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((byte) from.ordinal());
      mac.update(message, 0, LENGTH_OFFSET);
      mac.update(challenge.toArray());
      mac.update(message, Header.BYTES, payload);
      return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
