package dev.upcall.host.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a journal asks of its folder, so that tests can let any call fail or the power go at any.
 */
interface JournalFiles extends AutoCloseable {
  /** A new file, open for appending. */
  interface Appender extends AutoCloseable {
    /** Appends all of {@code bytes}. If it fails, any part of them may be in the file. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Returns when all that was written survives the power. If it fails, nothing is known of what
     * was written since the last time, and calling it again proves nothing.
     */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Names of the files there, in no order. */
  List<String> list() throws IOException;

  /** A file that is not there yet. Its name survives the power only after {@link #sync}. */
  Appender create(String name) throws IOException;

  long size(String name) throws IOException;

  /** {@code length} bytes; fewer where the file ends. */
  byte[] read(String name, long offset, int length) throws IOException;

  /** Its absence survives the power only after {@link #sync}. */
  void delete(String name) throws IOException;

  /** Returns when the folder's list of names survives the power. */
  void sync() throws IOException;

  @Override
  void close();
}
