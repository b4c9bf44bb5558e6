package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzWriterTest {
  @TempDir Path folder;

  private static byte[] write(byte[] images, int... labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpzWriter npz = new NpzWriter(out)) {
      List<Integer> shape = List.of(labels.length, 2, 2, 1);
      npz.bytes("images", "u1", shape, new ByteArrayInputStream(images));
      npz.ints("labels", labels);
      npz.texts("names", List.of("a", "\u00e9\ud83d\ude00", ""));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  @Test
  void isReadAsADataSet() throws IOException {
    byte[] images = TestFiles.bytes(0, 1, 2, 255, 4, 5, 6, 7);
    Path file = Files.write(folder.resolve("t.npz"), write(images, 1, 0));
    Dataset data = new DatasetReader(TestFiles.TINY).read(file);
    assertEquals(2, data.size());
    assertArrayEquals(Arrays.copyOf(images, 4), data.raw(0));
    assertArrayEquals(Arrays.copyOfRange(images, 4, 8), data.raw(1));
    assertArrayEquals(new int[] {1, 0}, data.labels());
  }

  @Test
  void theSameArraysGiveTheSameBytes() {
    assertArrayEquals(write(new byte[4], 1), write(new byte[4], 1));
  }

  /** By NEP 1: the data begins at a multiple of 64, and texts are UTF-32, padded with zeros. */
  @Test
  void laysArraysOutAsNumPyDoes() throws IOException {
    byte[] names = null;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(write(new byte[4], 1)))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readAllBytes();
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, (10 + header.getShort(8)) % 64);
        names = entry.getName().equals("names.npy") ? bytes : names;
      }
    }
    String header = new String(names, 10, 118, StandardCharsets.US_ASCII);
    assertEquals("{'descr': '<U2', 'fortran_order': False, 'shape': (3,), }", header.strip());
    byte[] texts = Arrays.copyOfRange(names, 128, names.length);
    assertEquals("a\0\u00e9\ud83d\ude00\0\0", new String(texts, Charset.forName("UTF-32LE")));
  }
}
