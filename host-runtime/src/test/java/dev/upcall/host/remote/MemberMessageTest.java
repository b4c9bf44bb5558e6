package dev.upcall.host.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Crc32c;
import dev.upcall.host.member.Wanted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages between gateways and members: what is said arrives, and nothing else does. */
class MemberMessageTest {
  private static final long SIGNATURE = 0x0123456789abcdefL;
  private static final Request REQUEST =
      new Request(
          7,
          SIGNATURE,
          "wide",
          "gateway-1",
          0,
          Wanted.FEATURES,
          List.of(new byte[] {1, -2, 3}, new byte[] {4, 5, -128}));
  private static final Response RESPONSE =
      new Response(7, SIGNATURE, 9, 2, 1, List.of(new float[] {1, -0f, Float.MIN_VALUE}));
  private static final Refusal REFUSAL =
      new Refusal(7, SIGNATURE, 9, Refusal.Reason.BUSY, "as many wait as may");
  private static final Beat BEAT = new Beat(3, SIGNATURE, 9, Duration.ofMillis(500));
  private static final List<MemberMessage> ALL = List.of(REQUEST, RESPONSE, REFUSAL, BEAT);

  /** One way for each kind of field to be wrong, and the code that names it. */
  private enum Malformed {
    VERSION(REQUEST, "UP3181", in -> in.put(0, (byte) 2)),
    TYPE_ZERO(REQUEST, "UP3183", in -> in.put(1, (byte) 0)),
    TYPE_UNKNOWN(REQUEST, "UP3183", in -> in.put(1, (byte) 5)),
    TOO_MANY_SAMPLES(REQUEST, "UP3185", in -> in.putShort(2, (short) 4097)),
    MORE_SAMPLES_THAN_BYTES(REQUEST, "UP3184", in -> in.putShort(2, (short) 3)),
    FEWER_SAMPLES_THAN_BYTES(REQUEST, "UP3184", in -> in.putShort(2, (short) 1)),
    HUGE_SAMPLES(REQUEST, "UP3184", in -> in.putInt(16, -1)),
    SAMPLES_OF_NOTHING(
        new Request(7, SIGNATURE, "a", "b", 0, Wanted.LOGITS, List.of()),
        "UP3185",
        in -> in.putShort(2, (short) 1)),
    NO_SAMPLES_OF_SOMETHING(
        new Request(7, SIGNATURE, "a", "b", 0, Wanted.LOGITS, List.of()),
        "UP3185",
        in -> in.putInt(16, 1)),
    UNKNOWN_WANTED(REQUEST, "UP3185", in -> in.put(21, (byte) 3)),
    LONG_NAME(REQUEST, "UP3184", in -> in.put(22, (byte) 255)),
    NAME_WITH_SLASH(REQUEST, "UP3185", in -> in.put(24, (byte) '/')),
    REPLY_WITH_WILDCARD(REQUEST, "UP3185", in -> in.put(28, (byte) '#')),
    MORE_CLASSES_THAN_BYTES(RESPONSE, "UP3184", in -> in.putInt(20, 3)),
    HUGE_CLASSES(RESPONSE, "UP3184", in -> in.putInt(20, -1)),
    NO_CLASSES(RESPONSE, "UP3185", in -> in.putInt(20, 0).putInt(24, 3)),
    WIDTHS_WITHOUT_SAMPLES(
        new Response(7, SIGNATURE, 9, 0, 0, List.of()), "UP3185", in -> in.putInt(20, 2)),
    NAN(RESPONSE, "UP3185", in -> in.putFloat(28, Float.NaN)),
    INFINITY(RESPONSE, "UP3185", in -> in.putFloat(32, Float.NEGATIVE_INFINITY)),
    REASON(REFUSAL, "UP3185", in -> in.put(20, (byte) 3)),
    REFUSAL_LENGTH(REFUSAL, "UP3184", in -> in.put(21, (byte) 1)),
    REFUSED_SAMPLES(REFUSAL, "UP3185", in -> in.putShort(2, (short) 1)),
    BEATING_SAMPLES(BEAT, "UP3185", in -> in.putShort(2, (short) 1)),
    FAST_BEAT(BEAT, "UP3185", in -> in.putInt(20, 9)),
    ENDLESS_BEAT(BEAT, "UP3185", in -> in.putInt(20, -1));

    private final MemberMessage message;
    private final String code;
    private final Consumer<ByteBuffer> spoil;

    Malformed(MemberMessage message, String code, Consumer<ByteBuffer> spoil) {
      this.message = message;
      this.code = code;
      this.spoil = spoil;
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachMalformedCaseHasItsName(Malformed malformed) {
    byte[] bytes = malformed.message.encode();
    malformed.spoil.accept(little(bytes));
    assertEquals(malformed.code, code(sealed(bytes)));
  }

  @Test
  void everyMessageArrivesAsItWas() {
    ALL.forEach(MemberMessageTest::assertArrives);
    assertArrives(new Request(1, 2, "a", "b", 0, Wanted.LOGITS, List.of()));
    assertArrives(new Response(1, 2, 3, 0, 0, List.of()));
  }

  @Test
  void everyTruncationIsRefused() {
    for (MemberMessage message : ALL) {
      byte[] bytes = message.encode();
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertEquals(length < MemberMessage.OVERHEAD ? "UP3180" : "UP3182", code(cut));
        if (length >= MemberMessage.OVERHEAD) {
          // One byte short with a checksum that fits: it is the size that betrays it.
          assertEquals("UP3184", code(sealed(cut)));
        }
      }
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (MemberMessage message : ALL) {
      byte[] bytes = message.encode();
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        code(bytes);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Property(tries = 200)
  void requestsArrive(@ForAll("requests") Request request) {
    assertArrives(request);
  }

  @Property(tries = 200)
  void responsesArriveToTheBit(@ForAll("responses") Response response) {
    assertArrives(response);
  }

  @Property(tries = 200)
  void refusalsArriveShortened(@ForAll String text) {
    assertArrives(new Refusal(1, 2, 3, Refusal.Reason.FAILED, wellFormed(text)));
  }

  /**
   * Whatever comes under a right checksum is a message, which says again what it was, or refused.
   */
  @Property(tries = 2000)
  void anyBytesAreAMessageOrRefused(@ForAll("kinds") int type, @ForAll("payloads") byte[] payload) {
    byte[] bytes = new byte[MemberMessage.OVERHEAD + payload.length];
    bytes[0] = MemberMessage.VERSION;
    bytes[1] = (byte) type;
    System.arraycopy(payload, 0, bytes, MemberMessage.HEADER, payload.length);
    if (payload.length > 0) {
      bytes[2] = (byte) (payload[0] & 3);
    }
    try {
      MemberMessage message = MemberMessage.decode(sealed(bytes));
      if (!(message instanceof Refusal)) {
        assertArrayEquals(bytes, message.encode());
      }
    } catch (UpcallException e) {
      assertInstanceOf(MemberError.class, e.diagnostics().get(0).code());
    }
  }

  @Provide
  Arbitrary<Integer> kinds() {
    return Arbitraries.integers().between(0, 5);
  }

  @Provide
  Arbitrary<byte[]> payloads() {
    // Small numbers more often than chance has them, so that lengths come to fit.
    Arbitrary<Byte> bytes =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.bytes().between((byte) 0, (byte) 4)),
            Tuple.of(1, Arbitraries.bytes()));
    return bytes.array(byte[].class).ofMaxSize(40);
  }

  @Provide
  Arbitrary<Request> requests() {
    Arbitrary<String> names =
        Arbitraries.strings().alpha().numeric().withChars("_-").ofMinLength(1).ofMaxLength(64);
    Arbitrary<List<byte[]>> samples =
        Arbitraries.integers()
            .between(1, 30)
            .flatMap(
                size -> Arbitraries.bytes().array(byte[].class).ofSize(size).list().ofMaxSize(9));
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.longs(),
            names,
            names,
            Arbitraries.integers().between(0, 255),
            Arbitraries.of(Wanted.values()),
            samples)
        .as(Request::new);
  }

  @Provide
  Arbitrary<Response> responses() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(1, 6))
        .flatAs(
            (classes, others, samples) ->
                Arbitraries.integers()
                    .map(Float::intBitsToFloat)
                    .filter(Float::isFinite)
                    .array(float[].class)
                    .ofSize(classes + others)
                    .list()
                    .ofSize(samples)
                    .map(rows -> new Response(1, 2, 3, classes, others, rows)));
  }

  private static void assertArrives(MemberMessage message) {
    MemberMessage decoded = MemberMessage.decode(message.encode());
    assertEquals(message.getClass(), decoded.getClass());
    assertEquals(message.id(), decoded.id());
    assertEquals(message.signature(), decoded.signature());
    // Records with arrays in them are not equal; their bytes are.
    assertArrayEquals(message.encode(), decoded.encode());
  }

  private static String code(byte[] bytes) {
    UpcallException e = assertThrows(UpcallException.class, () -> MemberMessage.decode(bytes));
    return e.diagnostics().get(0).code().id();
  }

  /** With the checksum that its bytes have. */
  private static byte[] sealed(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    little(bytes).putInt(end, Crc32c.of(bytes, 0, end));
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Without halves of characters, which UTF-8 has no bytes for. */
  private static String wellFormed(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }
}
