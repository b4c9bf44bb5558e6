package dev.upcall.training.arch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript file: a zip of the source, an empty table of constants and one pickled object
 * without parameters, all stored as they are (PyTorch, torch/csrc/jit/docs/serialization.md).
 */
final class TorchScript {
  /** The format that introduced what is used here; every later engine reads it. */
  private static final String VERSION = "3\n";

  private TorchScript() {}

  /**
   * The file of a module without parameters.
   *
   * @param name of its class, ASCII
   * @param source of the class, as PyTorch prints it
   */
  static byte[] file(String name, String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, name + "/data.pkl", instance(name));
      store(zip, name + "/code/__torch__.py", ascii(source));
      store(zip, name + "/constants.pkl", emptyTuple());
      store(zip, name + "/version", ascii(VERSION));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle, protocol 2: the class's object, its only attribute {@code training} true. */
  private static byte[] instance(String name) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes(ascii("c__torch__\n" + name + "\n"));
    pickle.writeBytes(ascii("q\0)"));
    // NEWOBJ, then a dictionary {"training": true} as its state.
    pickle.write(0x81);
    pickle.writeBytes(ascii("}(X\10\0\0\0trainingq\1"));
    pickle.write(0x88);
    pickle.writeBytes(ascii("ubq\2."));
    return pickle.toByteArray();
  }

  private static byte[] emptyTuple() {
    return new byte[] {(byte) 0x80, 2, ')', '.'};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
