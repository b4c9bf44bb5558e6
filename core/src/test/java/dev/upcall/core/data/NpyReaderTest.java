package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest {
  private static final byte[] IMAGES =
      TestFiles.npy("|u1", "2, 2, 2", TestFiles.bytes(1, 2, 3, 4, 5, 6, 7, 255));
  private static final byte[] LABELS = TestFiles.npy("|u1", "2,", TestFiles.bytes(1, 0));

  @TempDir Path folder;

  private Dataset read(byte[] images, byte[] labels) {
    TestFiles.write(folder.resolve("y_train.npy"), labels);
    Path path = TestFiles.write(folder.resolve("x_train.npy"), images);
    return new DatasetReader(TestFiles.TINY).read(path);
  }

  @Test
  void readsThePair() {
    Dataset data = read(IMAGES, LABELS);
    assertArrayEquals(TestFiles.bytes(1, 2, 3, 4), data.raw(0));
    assertArrayEquals(TestFiles.bytes(5, 6, 7, 255), data.raw(1));
    assertEquals(1, data.label(0));
  }

  @Test
  void readsNumbersOfAnyWidthAndOrder() {
    byte[] little = TestFiles.npy("<i8", "1, 2, 2, 1", wide(false, 1, 2, 3, 255));
    byte[] big = TestFiles.npy(">u2", "1, 4", TestFiles.bytes(0, 1, 0, 2, 0, 3, 0, 255));
    byte[] label = TestFiles.npy(">i8", "1, 1", wide(true, 1));
    assertArrayEquals(TestFiles.bytes(1, 2, 3, 255), read(little, label).raw(0));
    Refused.with(DataCode.SHAPE, () -> read(big, label));
    byte[] square = TestFiles.npy(">u2", "1, 2, 2", TestFiles.bytes(0, 1, 0, 2, 0, 3, 0, 255));
    assertArrayEquals(TestFiles.bytes(1, 2, 3, 255), read(square, label).raw(0));
    assertEquals(1, read(square, label).label(0));
  }

  private static byte[] wide(boolean bigEndian, int... values) {
    byte[] bytes = new byte[8 * values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[8 * i + (bigEndian ? 7 : 0)] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void refusesValuesThatAreNoBytes() {
    byte[] negative = TestFiles.npy("|i1", "2, 2, 2", TestFiles.bytes(1, 2, 3, 4, 5, 6, 7, -1));
    Diagnostic diagnostic = Refused.with(DataCode.VALUE, () -> read(negative, LABELS));
    assertEquals("-1", diagnostic.found());
    byte[] large = TestFiles.npy("<u8", "1, 2, 2", TestFiles.bytes(new int[32]));
    Arrays.fill(large, large.length - 32, large.length, (byte) 0xff);
    Refused.with(DataCode.VALUE, () -> read(large, TestFiles.npy("|u1", "1,", new byte[1])));
  }

  @Test
  void refusesPickles() {
    byte[] objects = TestFiles.npy("|O", "2, 2, 2", new byte[100]);
    Refused.with(DataCode.UNSAFE, () -> read(objects, LABELS));
    Refused.with(DataCode.UNSAFE, () -> read(IMAGES, TestFiles.npy("|O8", "2,", new byte[16])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f4", "<f8", "|b1", "<U5", "|S1", "<c16", "|V1", "u3", ""})
  void refusesOtherTypes(String type) {
    byte[] images = TestFiles.npy(type, "2, 2, 2", new byte[64]);
    Diagnostic diagnostic = Refused.with(DataCode.TYPE, () -> read(images, LABELS));
    assertTrue(diagnostic.fix().contains("astype(np.uint8)"), diagnostic::toString);
  }

  @Test
  void refusesStructuredTypesAndFortranOrder() {
    String structured = "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (2, 2, 2), }";
    Refused.with(
        DataCode.TYPE, () -> read(TestFiles.npyWithHeader(structured, new byte[8]), LABELS));
    String fortran = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }";
    Refused.with(DataCode.TYPE, () -> read(TestFiles.npyWithHeader(fortran, new byte[8]), LABELS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'shape': (2, 2, 2)}",
        "{'fortran_order': False, 'shape': (2, 2, 2)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-2, 2, 2)}",
      },
      quoteCharacter = '~')
  void refusesIncompleteHeaders(String header) {
    Refused.with(
        DataCode.MALFORMED, () -> read(TestFiles.npyWithHeader(header, new byte[8]), LABELS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2147483647, 2147483647, 2147483647",
        "99999999999999999999, 2",
        "1073741824, 2, 2",
        "1,1,1,1,1,1,1,1,1"
      })
  void refusesShapesThatOverflow(String shape) {
    byte[] images = TestFiles.npy("|u1", shape, new byte[8]);
    Refused.with(DataCode.TOO_LARGE, () -> read(images, LABELS));
  }

  @Test
  void refusesTruncatedFiles() {
    for (int length = 0; length < IMAGES.length; length++) {
      byte[] cut = Arrays.copyOf(IMAGES, length);
      Refused.with(DataCode.TRUNCATED, () -> read(cut, LABELS));
    }
  }

  @Test
  void refusesWrongMagicVersionHeaderAndTrailer() {
    byte[] magic = IMAGES.clone();
    magic[1] = 'M';
    Refused.with(DataCode.MALFORMED, () -> read(magic, LABELS));
    byte[] version = IMAGES.clone();
    version[6] = 9;
    Refused.with(DataCode.MALFORMED, () -> read(version, LABELS));
    byte[] header = TestFiles.join(Arrays.copyOf(IMAGES, 6), TestFiles.bytes(2, 0, 0, 0, 0, 64));
    Refused.with(DataCode.MALFORMED, () -> read(header, LABELS));
    byte[] trailer = TestFiles.join(IMAGES, new byte[1]);
    Refused.with(DataCode.MALFORMED, () -> read(trailer, LABELS));
  }

  @Test
  void refusesOtherCounts() {
    byte[] three = TestFiles.npy("|u1", "3,", new byte[3]);
    Refused.with(DataCode.MALFORMED, () -> read(IMAGES, three));
    byte[] oneHot = TestFiles.npy("|u1", "2, 2", new byte[4]);
    Refused.with(DataCode.MALFORMED, () -> read(IMAGES, oneHot));
    Refused.with(DataCode.SHAPE, () -> read(TestFiles.npy("|u1", "", new byte[1]), LABELS));
  }
}
