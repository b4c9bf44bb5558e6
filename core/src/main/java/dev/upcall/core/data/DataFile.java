package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a data file, decompressed when its name ends in .gz, counted and limited. What goes
 * wrong below becomes a Diagnostic with the byte position here, so that format readers read as if
 * files were always whole.
 */
final class DataFile implements Closeable {
  /**
   * Bytes taken at a time, so that memory grows with what is there and not with what is claimed.
   */
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final InputStream in;
  private final long limit;
  private long position;

  DataFile(String name, InputStream in, DataLimits limits) {
    this.name = name;
    this.in = in;
    this.limit = limits.bytes();
  }

  static DataFile open(Path path, DataLimits limits) {
    String name = String.valueOf(path.getFileName());
    try {
      InputStream file = RegularFile.open(path);
      try {
        boolean zipped = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        InputStream plain = zipped ? new GZIPInputStream(file, CHUNK) : file;
        return new DataFile(name, new BufferedInputStream(plain, CHUNK), limits);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(name, 0, e);
    }
  }

  String name() {
    return name;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** The next byte, 0..255, or -1 at the end. */
  int next() {
    try {
      int b = in.read();
      if (b >= 0) {
        count(1);
      }
      return b;
    } catch (IOException e) {
      throw failure(name, position, e);
    }
  }

  /** Exactly that many bytes. */
  byte[] bytes(int length) {
    if (length > limit - position) {
      throw tooLarge();
    }
    try {
      byte[] bytes = in.readNBytes(length);
      count(bytes.length);
      if (bytes.length < length) {
        throw truncated(name)
            .at("%s, byte %d", name, position)
            .need("%d more bytes", length - bytes.length)
            .toException();
      }
      return bytes;
    } catch (IOException e) {
      throw failure(name, position, e);
    }
  }

  /** All bytes to the end. */
  byte[] rest() {
    try {
      byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE, limit - position + 1));
      count(bytes.length);
      return bytes;
    } catch (IOException e) {
      throw failure(name, position, e);
    }
  }

  /** An unsigned byte that has to be there. */
  int u8() {
    return bytes(1)[0] & 0xff;
  }

  /** A big-endian 32-bit number. */
  int int32() {
    return ByteBuffer.wrap(bytes(4)).getInt();
  }

  /** Reports anything after what the format describes. */
  void end(String format) {
    if (next() >= 0) {
      throw malformed(format).found("more bytes than the header describes").toException();
    }
  }

  /** A diagnostic of this file at the current position. */
  Diagnostic malformed(String format) {
    return Diagnostic.of(DataCode.MALFORMED, name, format).at("%s, byte %d", name, position);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(name, position, e);
    }
  }

  private void count(int bytes) {
    position += bytes;
    if (position > limit) {
      throw tooLarge();
    }
  }

  private UpcallException tooLarge() {
    return Diagnostic.of(DataCode.TOO_LARGE, name)
        .at("%s, byte %d", name, position)
        .need("at most %d bytes after decompression", limit)
        .fix("split the file in several and list them under data.source")
        .toException();
  }

  private static Diagnostic truncated(String name) {
    return Diagnostic.of(DataCode.TRUNCATED, name).fix("fetch the file again");
  }

  private static UpcallException failure(String name, long position, IOException e) {
    Diagnostic diagnostic =
        e instanceof EOFException
            ? truncated(name)
            : e instanceof ZipException
                ? Diagnostic.of(DataCode.MALFORMED, name, "compressed")
                    .found("%s", e.getMessage())
                    .fix("fetch the file again")
                : Diagnostic.of(DataCode.UNREADABLE, name).found("%s", e);
    return diagnostic.at("%s, byte %d", name, position).toException();
  }
}
