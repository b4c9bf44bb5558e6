package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.diagnostic.Refused;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegPackReaderTest {
  private static final byte[] RED =
      TestFiles.picture("jpeg", BufferedImage.TYPE_INT_RGB, 2, 2, 0xff0000);

  @TempDir Path folder;

  private static byte[] pack(int count, int label, byte[] jpeg) {
    ByteBuffer out = ByteBuffer.allocate(15 + jpeg.length);
    out.put("UPJPK1\0\0".getBytes(StandardCharsets.US_ASCII)).putInt(count);
    return out.put((byte) label).putShort((short) jpeg.length).put(jpeg).array();
  }

  private Dataset read(byte[] bytes) {
    return new DatasetReader(TestFiles.COLOUR)
        .read(TestFiles.write(folder.resolve("t.jpk"), bytes));
  }

  @Test
  void readsPictures() {
    Dataset data = read(pack(1, 1, RED));
    assertEquals(1, data.size());
    assertEquals(1, data.label(0));
    byte[] raw = data.raw(0);
    assertEquals(254, raw[0] & 0xff, 2);
    assertEquals(0, raw[1] & 0xff, 2);
    assertEquals(0, raw[2] & 0xff, 2);
  }

  @Test
  void refusesTruncatedPacks() {
    byte[] whole = pack(1, 1, RED);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Refused.with(DataCode.TRUNCATED, () -> read(cut));
    }
    Refused.with(DataCode.TRUNCATED, () -> read(pack(2, 1, RED)));
  }

  @Test
  void refusesWrongMagicCountsLabelsAndTrailers() {
    byte[] magic = pack(1, 1, RED);
    magic[0] = 'X';
    Refused.with(DataCode.MALFORMED, () -> read(magic));
    Refused.with(DataCode.MALFORMED, () -> read(pack(-1, 1, RED)));
    Refused.with(DataCode.LABEL, () -> read(pack(1, 2, RED)));
    Refused.with(DataCode.MALFORMED, () -> read(pack(0, 1, RED)));
  }

  @Test
  void refusesAJpegThatEndsInTheMiddle() {
    BufferedImage noise = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    noise.setRGB(0, 1, 0x12ab34);
    byte[] jpeg = TestFiles.encode("jpeg", noise);
    // The decoder would fill in what is missing and merely warn.
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 6);
    Refused.with(DataCode.MALFORMED, () -> read(pack(1, 0, cut)));
  }
}
