package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodecTest {
  private static final Header HEADER = new Header(0x04030201, 2, 3, 0x1122334455667788L, 0x21, 5);
  private static final Answer ANSWER = new Answer(HEADER, 7, 0.5f, 0b101);

  @Test
  void checksumIsCastagnoli() {
    byte[] check = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertEquals(0xE3069283, Crc32c.of(check, 0, check.length));
    byte[] zeros = new byte[32];
    assertEquals(0x8A9136AA, Crc32c.of(zeros, 0, 32), "RFC 3720, B.4");
  }

  @Test
  void layoutIsAsDocumented() {
    String hex =
        "01032105"
            + "01020304"
            + "02000000"
            + "03000000"
            + "1122334455667788"
            + "0c000000"
            + "0700"
            + "0000"
            + "0000003f"
            + "05000000";
    byte[] expected = HexFormat.of().parseHex(hex);
    byte[] encoded = MessageCodec.encode(ANSWER);
    assertArrayEquals(expected, Arrays.copyOf(encoded, expected.length));
    assertEquals(expected.length + 4, encoded.length);
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeSurvivesTheRoundTrip(MessageType type) {
    WireSamples samples = new WireSamples(type.id());
    for (int i = 0; i < 200; i++) {
      Message message = samples.message(type);
      byte[] bytes = MessageCodec.encode(message);
      assertEquals(message.bytes(), bytes.length);
      assertEquals(message, MessageCodec.decode(bytes));
    }
  }

  /** What is accepted has one encoding only; what is not is refused by a wire error. */
  @ParameterizedTest
  @EnumSource
  void mutationsAreRefusedOrCanonical(MessageType type) {
    WireSamples samples = new WireSamples(100 + type.id());
    Set<WireError> seen = EnumSet.noneOf(WireError.class);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = samples.mutate(MessageCodec.encode(samples.message(type)));
      if (i % 100 == 0) {
        bytes[0]++;
      }
      if (samples.random().nextInt(4) > 0) {
        repair(bytes);
      }
      try {
        assertArrayEquals(bytes, MessageCodec.encode(MessageCodec.decode(bytes)));
      } catch (UpcallException e) {
        seen.add(WireError.of(e));
      }
    }
    Set<WireError> expected = EnumSet.range(WireError.VERSION, WireError.MESSAGE_CRC);
    assertEquals(expected, EnumSet.copyOf(intersection(expected, seen)));
  }

  private static Set<WireError> intersection(Set<WireError> left, Set<WireError> right) {
    Set<WireError> out = EnumSet.copyOf(left);
    out.retainAll(right);
    return out;
  }

  @Test
  void everyMalformedCaseHasItsName() {
    assertRefused(WireError.SHORT_MESSAGE, new byte[31]);
    assertRefused(WireError.SHORT_MESSAGE, new byte[0]);
    assertRefused(WireError.VERSION, changed(ANSWER, b -> b.put(0, (byte) 2)));
    assertRefused(WireError.TYPE, changed(ANSWER, b -> b.put(1, (byte) 9)));
    assertRefused(WireError.TYPE, changed(ANSWER, b -> b.put(1, (byte) 0)));
    assertRefused(WireError.LENGTH, changed(ANSWER, b -> b.putInt(24, 13)));
    assertRefused(WireError.LENGTH, changed(ANSWER, b -> b.putInt(24, -1)));
    byte[] flipped = MessageCodec.encode(ANSWER);
    flipped[30] ^= 1;
    assertRefused(WireError.MESSAGE_CRC, flipped);
  }

  @Test
  void answersAreChecked() {
    assertRefused(WireError.PAYLOAD_VALUE, changed(ANSWER, b -> b.putShort(30, (short) 1)));
    for (float confidence : new float[] {1.0001f, -0f, -1f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertRefused(WireError.PAYLOAD_VALUE, changed(ANSWER, b -> b.putFloat(32, confidence)));
    }
    assertRefused(WireError.PAYLOAD_SIZE, changed(new Ack(HEADER, 2, Ack.Code.STORED), ofType(3)));
  }

  @Test
  void scoresAreChecked() {
    Bytes three = Bytes.of((byte) 1, (byte) -2, (byte) 3);
    UpcallRequest upcall = new UpcallRequest(HEADER, 2, three, Bytes.of((byte) 9));
    assertRefused(WireError.PAYLOAD_VALUE, changed(upcall, b -> b.putShort(28, (short) 3)));
    assertRefused(WireError.PAYLOAD_SIZE, changed(upcall, b -> b.putShort(30, (short) 4)));
    Result result = new Result(HEADER, Result.Source.LOCAL, 2, 0, three);
    assertRefused(WireError.PAYLOAD_VALUE, changed(result, b -> b.put(28, (byte) 3)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(result, b -> b.put(29, (byte) 1)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(result, b -> b.putShort(30, (short) 3)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(result, b -> b.putShort(32, (short) 3)));
    assertRefused(WireError.PAYLOAD_SIZE, changed(result, b -> b.putShort(34, (short) 2)));
    assertThrows(
        IllegalArgumentException.class, () -> new UpcallRequest(HEADER, 3, three, Bytes.empty()));
  }

  @Test
  void parametersAreFinite() {
    Parameters parameters =
        Parameters.signed(HEADER, Parameters.Guard.NONE, List.of(1f, 2f), new byte[32]);
    assertRefused(
        WireError.PAYLOAD_VALUE, changed(parameters, b -> b.putShort(32, (short) 10_001)));
    assertRefused(
        WireError.PAYLOAD_VALUE, changed(parameters, b -> b.putFloat(40, Float.POSITIVE_INFINITY)));
    assertRefused(WireError.PAYLOAD_SIZE, changed(parameters, b -> b.putShort(28, (short) 3)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(parameters, b -> b.putShort(30, (short) 3)));
  }

  @Test
  void birthsAreChecked() {
    Birth birth = new WireSamples(1).birth(1, 1, 500);
    assertRefused(WireError.PAYLOAD_VALUE, changed(birth, b -> b.put(28, (byte) (b.get(28) + 1))));
    assertRefused(WireError.PAYLOAD_VALUE, changed(birth, b -> b.put(60, (byte) 0)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(birth, b -> b.putInt(64, -1)));
    assertRefused(WireError.PAYLOAD_SIZE, changed(birth, b -> b.put(82, (byte) 200)));
    assertRefused(WireError.PAYLOAD_SIZE, changed(birth, b -> b.put(82, (byte) 0)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(birth, b -> b.put(83, (byte) 0xff)));
    assertRefused(WireError.PAYLOAD_VALUE, changed(birth, b -> b.put(83, (byte) '\n')));
  }

  /** What it says more is passed on as it is. */
  @Test
  void aLaterBirthMaySayMore() {
    Birth birth = new WireSamples(2).birth(1, 1, 500);
    byte[] bytes = MessageCodec.encode(birth);
    ByteBuffer longer = ByteBuffer.allocate(bytes.length + 3).order(ByteOrder.LITTLE_ENDIAN);
    longer.put(bytes, 0, bytes.length - 4).put(new byte[] {7, 8, 9});
    longer.putInt(24, birth.payloadBytes() + 3);
    repair(longer.array());
    Birth decoded = (Birth) MessageCodec.decode(longer.array());
    assertEquals(Bytes.of(new byte[] {7, 8, 9}), decoded.more());
    assertEquals(birth.name(), decoded.name());
    assertArrayEquals(longer.array(), MessageCodec.encode(decoded));
  }

  @Test
  void whatCannotBeReadIsKeptAsItCame() {
    assertForeign(changed(ANSWER, b -> b.put(0, (byte) 2)), WireError.VERSION, 2, 12, true);
    assertForeign(changed(ANSWER, b -> b.put(1, (byte) 9)), WireError.TYPE, 1, 3, false);
    assertForeign(changed(ANSWER, b -> b.put(30, (byte) 1)), WireError.PAYLOAD_VALUE, 1, 6, true);
    assertForeign(
        changed(new Ack(HEADER, 2, Ack.Code.STORED), b -> b.put(0, (byte) 0)),
        WireError.VERSION,
        0,
        12,
        true);
    byte[] damaged = changed(ANSWER, b -> b.put(0, (byte) 2));
    damaged[30] ^= 1;
    assertThrows(UpcallException.class, () -> MessageCodec.read(damaged));
  }

  /** Its refusal is an ack in its own version: what differs is the version alone. */
  private static void assertForeign(
      byte[] bytes, WireError error, int version, int code, boolean reply) {
    Foreign foreign = (Foreign) MessageCodec.read(bytes);
    assertEquals(error, foreign.error());
    assertEquals(HEADER, foreign.header());
    assertEquals(reply, foreign.isReply());
    assertArrayEquals(bytes, MessageCodec.encode(foreign));
    byte[] refusal = MessageCodec.encode(foreign.refusal());
    assertEquals(version, refusal[0]);
    refusal[0] = Header.VERSION;
    repair(refusal);
    Ack ack = (Ack) MessageCodec.decode(refusal);
    assertEquals(List.of(foreign.typeId(), code), List.of(ack.of(), ack.code().ordinal()));
    assertEquals(HEADER.withFlags(0).withStage(0), ack.header());
  }

  @Test
  void olderStatsLackNewerCounters() {
    Stats stats = new Stats(HEADER, List.of(5L, 4294967295L));
    Stats decoded = (Stats) MessageCodec.decode(MessageCodec.encode(stats));
    assertEquals(4294967295L, decoded.get(Stats.Counter.RUNS).orElseThrow());
    assertEquals(true, decoded.get(Stats.Counter.REFUSED).isEmpty());
  }

  @Test
  void attemptLeavesTheOtherFlagsAlone() {
    Header again = HEADER.withAttempt(17);
    assertEquals(1, again.attempt());
    assertEquals(true, again.has(Header.DEGRADED));
    assertEquals(HEADER.withAttempt(1), again);
  }

  private static Consumer<ByteBuffer> ofType(int type) {
    return bytes -> bytes.put(1, (byte) type);
  }

  /** The message's bytes with a change and the checksum that goes with it. */
  private static byte[] changed(Message message, Consumer<ByteBuffer> change) {
    byte[] bytes = MessageCodec.encode(message);
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    repair(bytes);
    return bytes;
  }

  static void repair(byte[] bytes) {
    if (bytes.length >= 4) {
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(bytes.length - 4, Crc32c.of(bytes, 0, bytes.length - 4));
    }
  }

  private static void assertRefused(WireError error, byte[] bytes) {
    UpcallException e = assertThrows(UpcallException.class, () -> MessageCodec.decode(bytes));
    assertEquals(error, WireError.of(e), e.getMessage());
  }
}
