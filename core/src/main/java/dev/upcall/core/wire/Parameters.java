package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * New values of all parameters of policies that may be pushed to a device: stage by stage, in the
 * order of each policy's fields, those of a policy that it wraps behind its own. The header's
 * sequence is their version, which only grows; its stage is 0.
 *
 * <pre>
 *    0           2           4             6             8
 *   +-----------+-----------+-------------+-------------+------------------+-----------+
 *   | count u16 | 0         | guard share | guard over  | values f32       | MAC 16 B  |
 *   +-----------+-----------+-------------+-------------+------------------+-----------+
 *                                                                            24 + 4 * count
 * </pre>
 *
 * The MAC is the start of HMAC-SHA-256 (RFC 2104, FIPS 180-4), with the device's key, over the
 * header but for the payload's length, and over the payload before it. The header has device and
 * boot, so that it is worth nothing to another device, or after a restart.
 *
 * @param values finite
 * @param mac 16 bytes
 */
public record Parameters(Header header, Guard guard, List<Float> values, Bytes mac)
    implements KnownMessage {
  /** Of a device's key. */
  public static final int KEY_BYTES = 32;

  private static final int MAC_BYTES = 16;
  private static final int FIXED_BYTES = 8;
  private static final int SIGNED_HEADER_BYTES = Header.BYTES - Integer.BYTES;
  private static final String ALGORITHM = "HmacSHA256";

  /**
   * When the device goes back to the values before.
   *
   * @param share of upcalls that is too many when passed, in ten-thousandths
   * @param decisions from the push on, of which it is a share; 0: it never goes back
   */
  public record Guard(int share, int decisions) {
    public static final Guard NONE = new Guard(0, 0);
    private static final int WHOLE = 10_000;

    public Guard {
      if (share < 0 || share > WHOLE || decisions < 0 || decisions > 0xffff) {
        throw new IllegalArgumentException("guard " + share + " of " + decisions);
      }
    }

    /**
     * Nearest to a share of 0 to 1.
     *
     * @param decisions 0 to 65535
     */
    public static Guard of(double share, int decisions) {
      return new Guard((int) Math.round(share * WHOLE), decisions);
    }
  }

  public Parameters {
    values = List.copyOf(values);
    if (values.size() > 0xffff || !values.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException("parameters are finite, at most 65535: " + values);
    }
    if (mac.length() != MAC_BYTES) {
      throw new IllegalArgumentException("a MAC of " + mac.length() + " bytes");
    }
  }

  /**
   * Signs values for a device.
   *
   * @param header the device's, with the version as sequence
   * @param key of the device, 32 bytes
   */
  public static Parameters signed(Header header, Guard guard, List<Float> values, byte[] key) {
    Parameters open = new Parameters(header, guard, values, Bytes.of(new byte[MAC_BYTES]));
    return new Parameters(header, guard, values, open.macBy(key));
  }

  /** Whether who signed it has that key. */
  public boolean isSignedBy(byte[] key) {
    return MessageDigest.isEqual(macBy(key).toArray(), mac.toArray());
  }

  private Bytes macBy(byte[] key) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Header.BYTES + payloadBytes()).order(ByteOrder.LITTLE_ENDIAN);
    header.write(bytes, wireVersion(), typeId(), payloadBytes());
    writePayload(bytes);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(bytes.array(), 0, SIGNED_HEADER_BYTES);
      mac.update(bytes.array(), Header.BYTES, payloadBytes() - MAC_BYTES);
      return Bytes.of(Arrays.copyOf(mac.doFinal(), MAC_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public MessageType type() {
    return MessageType.PARAMETERS;
  }

  @Override
  public int payloadBytes() {
    return FIXED_BYTES + Float.BYTES * values.size() + MAC_BYTES;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort((short) values.size()).putShort((short) 0);
    out.putShort((short) guard.share()).putShort((short) guard.decisions());
    values.forEach(out::putFloat);
    mac.write(out);
  }

  static Parameters read(Header header, ByteBuffer in) {
    MessageType type = MessageType.PARAMETERS;
    if (in.remaining() < FIXED_BYTES + MAC_BYTES) {
      throw type.size(in.remaining(), FIXED_BYTES + MAC_BYTES + " bytes or more");
    }
    int all = in.remaining();
    int count = in.getShort() & 0xffff;
    int zero = in.getShort() & 0xffff;
    type.requireSize(all, FIXED_BYTES + Float.BYTES * count + MAC_BYTES);
    if (zero != 0) {
      throw type.value("reserved", zero, "0");
    }
    int share = in.getShort() & 0xffff;
    int decisions = in.getShort() & 0xffff;
    if (share > Guard.WHOLE) {
      throw type.value("guard share", share, "at most " + Guard.WHOLE);
    }
    List<Float> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float value = in.getFloat();
      if (!Float.isFinite(value)) {
        throw type.value("value " + i, value, "a finite number");
      }
      values.add(value);
    }
    return new Parameters(header, new Guard(share, decisions), values, Bytes.take(in, MAC_BYTES));
  }
}
