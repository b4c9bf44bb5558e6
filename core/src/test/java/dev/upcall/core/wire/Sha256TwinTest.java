package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SHA-256 and HMAC in the firmware's C, against published vectors and against the JDK's. */
@Tag("cc")
class Sha256TwinTest {
  private static final String LONG =
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

  @TempDir private static Path folder;
  private static CProgram twin;

  @BeforeAll
  static void build() throws Exception {
    twin =
        CProgram.start(
            folder,
            List.of("sha256_twin.c"),
            List.of("UPCALL_PARAMETERS=1"),
            List.of("upcall_sha256.c"));
  }

  @AfterAll
  static void end() throws Exception {
    if (twin != null) {
      twin.close();
    }
  }

  /** NIST, "Secure Hashing: SHA-256", examples of FIPS 180-4 and the empty message. */
  @Test
  void digestsAreThoseOfNist() {
    assertDigest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertDigest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertDigest(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assertDigest(LONG, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  }

  private static void assertDigest(String text, String digest) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertEquals(digest, HexFormat.of().formatHex(c(new byte[0], bytes)));
  }

  /** RFC 4231, section 4: test cases 1 to 5, whose keys are no longer than a block. */
  @ParameterizedTest
  @CsvSource({
    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
        + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
        + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dd*50,"
        + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    "0102030405060708090a0b0c0d0e0f10111213141516171819, cd*50,"
        + " 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c, 546573742057697468205472756e636174696f6e,"
        + " a3b6167473100ee06e0c796c2955552b",
  })
  void macsAreThoseOfTheRfc(String key, String data, String mac) {
    String hex = data.endsWith("*50") ? data.substring(0, 2).repeat(50) : data;
    byte[] found = c(HexFormat.of().parseHex(key), HexFormat.of().parseHex(hex));
    assertEquals(mac, HexFormat.of().formatHex(found).substring(0, mac.length()));
  }

  @Test
  void javaAndCAgreeOnEveryLength() throws Exception {
    Random random = new Random(11);
    for (int length = 0; length < 300; length++) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      assertArrayEquals(
          MessageDigest.getInstance("SHA-256").digest(data), c(new byte[0], data), "" + length);
      byte[] key = new byte[1 + random.nextInt(64)];
      random.nextBytes(key);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      assertArrayEquals(mac.doFinal(data), c(key, data), "key " + key.length + ", " + length);
    }
  }

  private static byte[] c(byte[] key, byte[] data) {
    byte[] all = Arrays.copyOf(key, key.length + data.length);
    System.arraycopy(data, 0, all, key.length, data.length);
    return twin.ask(new byte[] {(byte) key.length}, all);
  }
}
