package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarReaderTest {
  /** Label 1, then 2x2 reds, greens, blues. */
  private static final byte[] RECORD =
      TestFiles.bytes(1, 10, 11, 12, 13, 20, 21, 22, 23, 30, 31, 32, 33);

  @TempDir Path folder;

  private Dataset read(byte[] bytes) {
    return new DatasetReader(TestFiles.COLOUR)
        .read(TestFiles.write(folder.resolve("data_batch_1.bin"), bytes));
  }

  @Test
  void putsTheChannelsOfAPixelTogether() {
    Dataset data = read(TestFiles.join(RECORD, RECORD));
    assertEquals(2, data.size());
    assertEquals(1, data.label(1));
    assertArrayEquals(TestFiles.bytes(10, 20, 30, 11, 21, 31, 12, 22, 32, 13, 23, 33), data.raw(1));
  }

  @Test
  void refusesARecordThatIsNotWhole() {
    for (int length = 1; length < RECORD.length; length++) {
      byte[] cut = TestFiles.join(RECORD, Arrays.copyOf(RECORD, length));
      Refused.with(DataCode.TRUNCATED, () -> read(cut));
    }
  }

  @Test
  void refusesALabelThatIsNoClass() {
    byte[] wrong = RECORD.clone();
    wrong[0] = 2;
    Diagnostic diagnostic = Refused.with(DataCode.LABEL, () -> read(TestFiles.join(RECORD, wrong)));
    assertEquals("data_batch_1.bin, record 1", diagnostic.at());
  }

  @Test
  void refusesAnEmptyFile() {
    Refused.with(DataCode.EMPTY, () -> read(new byte[0]));
  }
}
