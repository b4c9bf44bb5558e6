package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that goes when it is closed. Its files lie directly in it. */
record WorkFolder(Path path) implements AutoCloseable {
  static WorkFolder create() {
    try {
      return new WorkFolder(Files.createTempDirectory("upcall-"));
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).found("%s", e).toException();
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Socket of QEMU's monitor; a short name, because a socket's path may have 107 bytes. */
  Path monitor() {
    return resolve("m");
  }

  /** Socket of QEMU's debugger stub. */
  Path debugger() {
    return resolve("g");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Left behind in the temporary folder, where the system clears it: nothing depends on it.
      return;
    }
  }
}
