package dev.upcall.core.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small data files as tests need them, right and wrong. */
final class TestFiles {
  /** Two classes, samples of 2x2 bytes. */
  static final SampleSpec TINY = new SampleSpec(List.of(2, 2, 1), 0, 255, List.of("no", "yes"));

  /** Two classes, samples of 2x2 colour pixels. */
  static final SampleSpec COLOUR = new SampleSpec(List.of(2, 2, 3), 0, 255, List.of("no", "yes"));

  private TestFiles() {}

  static Path write(Path path, byte[] bytes) {
    try {
      Files.createDirectories(path.getParent());
      return Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes one after the other; each number is a byte. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An IDX file of unsigned bytes. */
  static byte[] idx(int[] shape, byte[] data) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
    header.putInt(0x800 + shape.length);
    for (int side : shape) {
      header.putInt(side);
    }
    return join(header.array(), data);
  }

  /** An NPY file, version 1. */
  static byte[] npy(String type, String shape, byte[] data) {
    return npyWithHeader(
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n", data);
  }

  static byte[] npyWithHeader(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer start = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    start.put(bytes(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0)).putShort((short) text.length);
    return join(start.array(), text, data);
  }

  /** A picture of one colour, encoded. */
  static byte[] picture(String format, int type, int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return encode(format, image);
  }

  static byte[] encode(String format, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
