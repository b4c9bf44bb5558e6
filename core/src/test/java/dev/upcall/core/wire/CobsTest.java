package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CobsTest {
  @ParameterizedTest
  @CsvSource({
    "00, 0101",
    "0000, 010101",
    "112200 33, 0311220233",
    "11223344, 0511223344",
    "11000000, 0211010101"
  })
  void examplesOfThePaper(String data, String encoded) {
    byte[] bytes = HexFormat.of().parseHex(data.replace(" ", ""));
    assertEquals(encoded, HexFormat.of().formatHex(Cobs.encode(bytes)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 253, 254, 255, 507, 508, 509, 640})
  void fullBlocksEndWhereTheyShould(int length) {
    byte[] data = new byte[length];
    java.util.Arrays.fill(data, (byte) 1);
    assertRoundTrip(data);
    data[length - 1] = 0;
    assertRoundTrip(data);
    data[length / 2] = 0;
    assertRoundTrip(data);
  }

  @Test
  void randomBytesSurvive() {
    WireSamples samples = new WireSamples(3);
    for (int i = 0; i < 20_000; i++) {
      assertRoundTrip(samples.bytes(1 + samples.random().nextInt(700)).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0300", "0311", "ff11", "0211 00", "0111"})
  void zerosAndEarlyEndsAreRefused(String encoded) {
    byte[] bytes = HexFormat.of().parseHex(encoded.replace(" ", ""));
    UpcallException e =
        assertThrows(UpcallException.class, () -> Cobs.decode(bytes, 0, bytes.length));
    assertEquals(WireError.FRAME_COBS, WireError.of(e));
  }

  private static void assertRoundTrip(byte[] data) {
    byte[] encoded = Cobs.encode(data);
    assertTrue(encoded.length <= Cobs.encodedBound(data.length));
    for (byte b : encoded) {
      assertTrue(b != 0);
    }
    assertArrayEquals(data, Cobs.decode(encoded, 0, encoded.length));
  }
}
