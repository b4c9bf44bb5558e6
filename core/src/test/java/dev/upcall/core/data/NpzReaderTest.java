package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzReaderTest {
  private static final byte[] IMAGES =
      TestFiles.npy("|u1", "2, 2, 2", TestFiles.bytes(1, 2, 3, 4, 5, 6, 7, 255));
  private static final byte[] LABELS =
      TestFiles.npy("<i4", "2,", TestFiles.bytes(1, 0, 0, 0, 0, 0, 0, 0));

  @TempDir Path folder;

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  private Dataset read(byte[] zip) {
    return new DatasetReader(TestFiles.TINY, new DataLimits(1 << 20, 1000))
        .read(TestFiles.write(folder.resolve("t.npz"), zip));
  }

  @Test
  void readsTheNamesInUse() throws IOException {
    for (String[] pair :
        new String[][] {{"images", "labels"}, {"x", "y"}, {"x_train", "y_train"}}) {
      Dataset data =
          read(zip(Map.of(pair[0] + ".npy", IMAGES, pair[1] + ".npy", LABELS, "z.npy", LABELS)));
      assertArrayEquals(TestFiles.bytes(5, 6, 7, 255), data.raw(1));
      assertEquals(1, data.label(0));
    }
  }

  @Test
  void saysWhatItFoundInstead() throws IOException {
    byte[] zip = zip(Map.of("a.npy", IMAGES, "b.npy", LABELS));
    Diagnostic diagnostic = Refused.with(DataCode.MALFORMED, () -> read(zip));
    assertEquals("arrays [a.npy, b.npy]", diagnostic.found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.npy", "/etc/evil.npy", "a/../../evil.npy", "..\\evil.npy"})
  void refusesEntriesThatLeaveTheArchive(String name) throws IOException {
    byte[] zip = zip(Map.of("x.npy", IMAGES, "y.npy", LABELS, name, LABELS));
    Diagnostic diagnostic = Refused.with(DataCode.UNSAFE, () -> read(zip));
    assertTrue(diagnostic.found().contains("evil.npy"), diagnostic::toString);
    assertFalse(Files.exists(folder.resolveSibling("evil.npy")));
  }

  @Test
  void stopsAtTheLimitOfABomb() throws IOException {
    byte[] bomb = TestFiles.npy("|u1", "250000, 2, 2", new byte[1_000_000]);
    byte[] labels = TestFiles.npy("|u1", "250000,", new byte[250_000]);
    byte[] zip = zip(Map.of("x.npy", bomb, "y.npy", labels));
    assertTrue(zip.length < 10_000);
    Refused.with(DataCode.TOO_LARGE, () -> read(zip));
    byte[] wide = TestFiles.npy("<i8", "65536, 2, 2", new byte[1 << 21]);
    byte[] wideZip = zip(Map.of("x.npy", wide, "y.npy", labels));
    Refused.with(DataCode.TOO_LARGE, () -> read(wideZip));
  }

  @Test
  void refusesDamagedArchives() throws IOException {
    byte[] zip = zip(Map.of("x.npy", IMAGES, "y.npy", LABELS));
    Refused.with(DataCode.MALFORMED, () -> read(Arrays.copyOf(zip, zip.length / 2)));
    Refused.with(DataCode.MALFORMED, () -> read(new byte[0]));
    byte[] flipped = zip.clone();
    flipped[45] ^= 0x55;
    Refused.all(() -> read(flipped));
  }
}
