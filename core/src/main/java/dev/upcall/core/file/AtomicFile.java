package dev.upcall.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that appear whole or not at all: by way of a draft beside them. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes bytes, and the folders the file lies in; a file that is there is replaced. */
  public static void write(Path file, byte[] bytes) throws IOException {
    replace(file, draft -> Files.write(draft, bytes));
  }

  /**
   * The same for what has to outlive a loss of power: the bytes are on the disk before the file
   * gets its name, and the name is when this returns.
   */
  public static void writeDurably(Path file, byte[] bytes) throws IOException {
    replace(
        file,
        draft -> {
          try (FileChannel channel =
              FileChannel.open(
                  draft,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
              channel.write(left);
            }
            channel.force(true);
          }
        });
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Writes a draft. */
  @FunctionalInterface
  private interface Draft {
    void write(Path draft) throws IOException;
  }

  private static void replace(Path file, Draft content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      content.write(draft);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** As {@link #write(Path, byte[])}, in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
