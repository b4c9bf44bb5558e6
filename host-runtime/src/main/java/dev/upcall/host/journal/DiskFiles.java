package dev.upcall.host.journal;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.PrivateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder on disk, held by a lock that ends with the process, however it ends. */
final class DiskFiles implements JournalFiles {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private DiskFiles(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, making it for this user alone if need be.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it cannot be used or another has it
   */
  static DiskFiles open(Path folder) {
    try {
      PrivateFolder.make(folder);
      FileChannel lock =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isOurs(lock)) {
        lock.close();
        throw Diagnostic.of(HostCode.JOURNAL_LOCKED, folder)
            .at("%s", folder.resolve(LOCK))
            .need("a folder for each gateway")
            .fix("end the other gateway, or give this one another --journal")
            .toException();
      }
      return new DiskFiles(folder, lock);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  static RuntimeException unusable(Path folder, IOException e) {
    return Diagnostic.of(HostCode.JOURNAL_FOLDER, folder)
        .found("%s", e)
        .need("a folder on a disk with room that this user may write to")
        .fix("mend that, or give another --journal")
        .toException();
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public Appender create(String name) throws IOException {
    return new Channel(
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  @Override
  public byte[] read(String name, long offset, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(name))) {
      ByteBuffer into = ByteBuffer.allocate(length);
      while (into.hasRemaining() && channel.read(into, offset + into.position()) >= 0) {}
      return into.hasRemaining() ? Arrays.copyOf(into.array(), into.position()) : into.array();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(folder.resolve(name));
  }

  /** Linux lets a folder be opened for reading, and fsync of that is what makes names durable. */
  @Override
  public void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // Nothing depends on it: the lock goes with the process at the latest.
    }
  }

  private record Channel(FileChannel channel) implements Appender {
    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Without times of access and change, but with the length. */
    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
