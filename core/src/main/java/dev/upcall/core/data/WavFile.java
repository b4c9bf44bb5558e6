package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A WAV file of 16-bit PCM, one channel:
 *
 * <pre>
 *   "RIFF" size u32 "WAVE", then chunks: id[4] size u32 content, padded to an even length
 *   "fmt ": format u16 (1: PCM), channels u16, rate u32, bytes/s u32, block u16, bits u16
 *   "data": samples, little endian
 * </pre>
 */
final class WavFile {
  private static final String FORMAT = "WAV";
  private static final int PCM = 1;

  private WavFile() {}

  /**
   * All samples of a recording, as bytes.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is damaged, cut short, or of another
   *     rate or kind
   */
  static byte[] samples(DataFile file, int rate) {
    String riff = text(file);
    file.bytes(4); // the length of all that follows, which recorders that were cut off leave at 0
    if (!riff.equals("RIFF") || !text(file).equals("WAVE")) {
      throw file.malformed(FORMAT).need("RIFF, a length, and WAVE").toException();
    }
    boolean described = false;
    while (true) {
      String id = text(file);
      long size = little(file.bytes(4)).getInt() & 0xffff_ffffL;
      if (size > Integer.MAX_VALUE) {
        throw file.malformed(FORMAT).found("a chunk of %d bytes", size).toException();
      }
      if (id.equals("data")) {
        if (!described || size % 2 != 0) {
          throw file.malformed(FORMAT)
              .found(described ? "half a sample" : "samples before their format")
              .toException();
        }
        if (size == 0) {
          throw file.malformed(FORMAT)
              .found("no samples; was the recording cut off?")
              .toException();
        }
        return file.bytes((int) size);
      }
      byte[] content = file.bytes((int) size);
      if (size % 2 != 0) {
        file.bytes(1);
      }
      if (id.equals("fmt ")) {
        check(file, little(content), rate);
        described = true;
      }
    }
  }

  private static void check(DataFile file, ByteBuffer format, int rate) {
    if (format.remaining() < 16) {
      throw file.malformed(FORMAT).found("a format of %d bytes", format.remaining()).toException();
    }
    int kind = format.getShort() & 0xffff;
    int channels = format.getShort() & 0xffff;
    int found = format.getInt();
    int bits = format.getShort(14) & 0xffff;
    if (kind != PCM || channels != 1 || bits != 16 || found != rate) {
      throw Diagnostic.of(DataCode.TYPE, file.name())
          .at("%s", file.name())
          .found("format %d, %d channels of %d bits, %d Hz", kind, channels, bits, found)
          .need("PCM (1), 1 channel of 16 bits, %d Hz", rate)
          .fix(
              found == rate
                  ? "convert the recordings"
                  : "correct the front end's rate in ensemble.yaml, or resample the recordings")
          .toException();
    }
  }

  /** The middle of what is too long, or silence around what is too short. */
  static byte[] fitted(byte[] samples, int bytes) {
    byte[] fitted = new byte[bytes];
    int kept = Math.min(bytes, samples.length);
    int from = (samples.length - kept) / 4 * 2;
    int to = (bytes - kept) / 4 * 2;
    System.arraycopy(samples, from, fitted, to, kept);
    return fitted;
  }

  private static String text(DataFile file) {
    return new String(file.bytes(4), StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
