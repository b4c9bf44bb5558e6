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

class IdxReaderTest {
  private static final byte[] IMAGES =
      TestFiles.idx(new int[] {2, 2, 2}, TestFiles.bytes(1, 2, 3, 4, 5, 6, 7, 255));
  private static final byte[] LABELS = TestFiles.idx(new int[] {2}, TestFiles.bytes(1, 0));

  @TempDir Path folder;

  private Dataset read(byte[] images, byte[] labels) {
    TestFiles.write(folder.resolve("a-labels-idx1-ubyte"), labels);
    Path path = TestFiles.write(folder.resolve("a-images-idx3-ubyte"), images);
    return new DatasetReader(TestFiles.TINY).read(path);
  }

  @Test
  void readsThePair() {
    Dataset data = read(IMAGES, LABELS);
    assertEquals(2, data.size());
    assertArrayEquals(TestFiles.bytes(5, 6, 7, 255), data.raw(1));
    assertEquals(1, data.label(0));
    assertEquals(0, data.label(1));
  }

  @Test
  void readsAPairOfWhichOnlyOneIsCompressed() {
    TestFiles.write(folder.resolve("b-labels-idx1-ubyte"), LABELS);
    TestFiles.write(folder.resolve("b-images-idx3-ubyte.gz"), TestFiles.gzip(IMAGES));
    DatasetReader reader = new DatasetReader(TestFiles.TINY);
    assertEquals(2, reader.read(folder.resolve("b-images-idx3-ubyte")).size());
  }

  @Test
  void refusesAMissingPartner() {
    Path alone = TestFiles.write(folder.resolve("c-images-idx3-ubyte"), IMAGES);
    DatasetReader reader = new DatasetReader(TestFiles.TINY);
    Diagnostic diagnostic = Refused.with(DataCode.MISSING, () -> reader.read(alone));
    assertTrue(diagnostic.title().contains("c-labels-idx1-ubyte"), diagnostic::toString);
    Path unnamed = TestFiles.write(folder.resolve("pictures.idx3"), IMAGES);
    Refused.with(DataCode.MISSING, () -> reader.read(unnamed));
  }

  @Test
  void refusesWrongMagicAndType() {
    byte[] magic = IMAGES.clone();
    magic[0] = 1;
    Refused.with(DataCode.MALFORMED, () -> read(magic, LABELS));
    byte[] rank = IMAGES.clone();
    rank[3] = 9;
    Refused.with(DataCode.MALFORMED, () -> read(rank, LABELS));
    byte[] floats = IMAGES.clone();
    floats[2] = 0x0d;
    Refused.with(DataCode.TYPE, () -> read(floats, LABELS));
  }

  @Test
  void refusesTruncatedFiles() {
    for (int length = 0; length < IMAGES.length; length++) {
      byte[] cut = Arrays.copyOf(IMAGES, length);
      Refused.with(DataCode.TRUNCATED, () -> read(cut, LABELS));
    }
    byte[] labels = Arrays.copyOf(LABELS, LABELS.length - 1);
    Refused.with(DataCode.TRUNCATED, () -> read(IMAGES, labels));
  }

  @Test
  void refusesBytesAfterTheEnd() {
    Refused.with(DataCode.MALFORMED, () -> read(TestFiles.join(IMAGES, new byte[1]), LABELS));
    Refused.with(DataCode.MALFORMED, () -> read(IMAGES, TestFiles.join(LABELS, new byte[1])));
  }

  @Test
  void refusesDimensionsThatOverflow() {
    int huge = Integer.MAX_VALUE;
    byte[] overflow = TestFiles.idx(new int[] {huge, huge, huge}, new byte[8]);
    Refused.with(DataCode.TOO_LARGE, () -> read(overflow, LABELS));
    byte[] negative = TestFiles.idx(new int[] {-2, 2, 2}, new byte[8]);
    Refused.with(DataCode.TOO_LARGE, () -> read(negative, LABELS));
    // 2^32 * 4 would be 0 in an int.
    byte[] wrapped = TestFiles.idx(new int[] {1 << 30, 2, 2}, new byte[8]);
    Refused.with(DataCode.TOO_LARGE, () -> read(wrapped, LABELS));
  }

  @Test
  void readsNoMoreThanIsThere() {
    // Claims 800 MB and holds 8 bytes.
    byte[] claim = TestFiles.idx(new int[] {200_000_000, 2, 2}, new byte[8]);
    byte[] labels = TestFiles.idx(new int[] {200_000_000}, new byte[2]);
    Refused.with(DataCode.TRUNCATED, () -> read(claim, labels));
  }

  @Test
  void refusesOtherShapesCountsAndLabels() {
    byte[] wide = TestFiles.idx(new int[] {2, 1, 4}, new byte[8]);
    Diagnostic shape = Refused.with(DataCode.SHAPE, () -> read(wide, LABELS));
    assertEquals("[1, 4]", shape.found());
    byte[] three = TestFiles.idx(new int[] {3}, new byte[3]);
    Refused.with(DataCode.MALFORMED, () -> read(IMAGES, three));
    byte[] label = TestFiles.idx(new int[] {2}, TestFiles.bytes(0, 2));
    Diagnostic wrong = Refused.with(DataCode.LABEL, () -> read(IMAGES, label));
    assertTrue(wrong.at().endsWith("sample 1"), wrong::toString);
    byte[] none = TestFiles.idx(new int[] {0, 2, 2}, new byte[0]);
    byte[] noLabels = TestFiles.idx(new int[] {0}, new byte[0]);
    Refused.with(DataCode.EMPTY, () -> read(none, noLabels));
  }
}
