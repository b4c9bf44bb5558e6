package dev.upcall.core.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Many small JPEG files in one, which is a tenth the size of their pixels.
 *
 * <pre>
 * "UPJPK1" 00 00 | count int32 | per image: label u8, length u16, JPEG     (big endian)
 * </pre>
 */
final class JpegPackReader implements SampleReader {
  private static final byte[] MAGIC = "UPJPK1\0\0".getBytes(StandardCharsets.US_ASCII);

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    try (DataFile file = DataFile.open(path, limits)) {
      if (!Arrays.equals(file.bytes(MAGIC.length), MAGIC)) {
        throw file.malformed("JPEG pack").need("\"UPJPK1\" at the start").toException();
      }
      int count = file.int32();
      if (count < 0) {
        throw file.malformed("JPEG pack").found("a count of %d", count).toException();
      }
      SampleCheck check = new SampleCheck(spec, file.name());
      ImageDecoder decoder = new ImageDecoder(spec);
      for (int i = 0; i < count; i++) {
        String at = file.name() + ", image " + i;
        int label = check.label(file.u8(), at);
        int length = file.u8() << 8 | file.u8();
        into.add(check.values(decoder.decode(file.bytes(length), at), i), label);
      }
      file.end("JPEG pack");
    }
  }
}
