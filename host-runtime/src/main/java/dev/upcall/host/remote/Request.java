package dev.upcall.host.remote;

import dev.upcall.host.member.Wanted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Asks a member about samples; about none, for a sign of life. Samples are the bytes that upcalls
 * carry: a quarter of the reals that they stand for, and exact, since gateway and member dequantise
 * by the same manifest.
 *
 * <pre>
 *    0               4        5      6        7       8
 *   +---------------+--------+------+--------+-------+--------+---------+---------+
 *   | bytes each u32|boundary|wanted| member | reply | member | replyTo | samples |
 *   +---------------+--------+------+--------+-------+--------+---------+---------+
 *                                     lengths u8       ASCII
 * </pre>
 *
 * @param member name in the manifest
 * @param replyTo name of the gateway that asks
 * @param boundary behind which stage of the device the member takes over; 0 from the input
 * @param carried samples, all of one size
 */
record Request(
    int id,
    long signature,
    String member,
    String replyTo,
    int boundary,
    Wanted wanted,
    List<byte[]> carried)
    implements MemberMessage {
  private static final int FIXED = 8;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  Request {
    carried = List.copyOf(carried);
  }

  /** Bytes of a request about samples of that size; more than an int has where it cannot be. */
  static long bytes(int samples, int bytesEach) {
    return OVERHEAD + FIXED + 2L * 64 + (long) samples * bytesEach;
  }

  @Override
  public int samples() {
    return carried.size();
  }

  @Override
  public MemberType type() {
    return MemberType.REQUEST;
  }

  @Override
  public int payloadBytes() {
    return FIXED + member.length() + replyTo.length() + carried.size() * bytesEach();
  }

  private int bytesEach() {
    return carried.isEmpty() ? 0 : carried.get(0).length;
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putInt(bytesEach()).put((byte) boundary).put((byte) wanted.ordinal());
    out.put((byte) member.length()).put((byte) replyTo.length());
    out.put(member.getBytes(StandardCharsets.US_ASCII));
    out.put(replyTo.getBytes(StandardCharsets.US_ASCII));
    carried.forEach(out::put);
  }

  static Request read(int id, long signature, int samples, ByteBuffer in) {
    MemberType type = MemberType.REQUEST;
    type.requireRoom(in.remaining(), FIXED);
    long bytesEach = Integer.toUnsignedLong(in.getInt());
    int boundary = in.get() & 0xff;
    int wanted = in.get() & 0xff;
    int memberLength = in.get() & 0xff;
    int replyLength = in.get() & 0xff;
    type.requireSize(in.remaining(), memberLength + replyLength + samples * bytesEach);
    if (samples > 0 == (bytesEach == 0)) {
      throw type.value("bytes each", bytesEach, samples > 0 ? "1 or more" : "0");
    }
    if (wanted >= Wanted.values().length) {
      throw type.value("wanted", wanted, "0 to " + (Wanted.values().length - 1));
    }
    String member = name("member", in, memberLength);
    String replyTo = name("reply", in, replyLength);
    List<byte[]> carried = new ArrayList<>(samples);
    for (int i = 0; i < samples; i++) {
      byte[] sample = new byte[(int) bytesEach];
      in.get(sample);
      carried.add(sample);
    }
    return new Request(id, signature, member, replyTo, boundary, Wanted.values()[wanted], carried);
  }

  /** Nothing but a name becomes part of a topic. */
  private static String name(String field, ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!NAME.matcher(name).matches()) {
      throw MemberType.REQUEST.value(field, "that is no name", "1 to 64 letters, digits, - or _");
    }
    return name;
  }
}
