package dev.upcall.compiler.emit;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a project so that nobody sees half of it: into a folder beside the one wanted, which then
 * takes its place. A failure leaves what was there before.
 */
public final class ProjectFolder {
  private static final int ATTEMPTS = 100;

  private ProjectFolder() {}

  /**
   * @param folder is replaced if it exists
   * @param files path to content, with {@code /} between names
   * @throws dev.upcall.core.diagnostic.UpcallException UP2304 if it cannot be written
   */
  public static void write(Path folder, Map<String, byte[]> files) {
    Path target = folder.toAbsolutePath().normalize();
    // Names of their own, since another compile may be writing the same project.
    String draftName = "." + target.getFileName() + "." + UUID.randomUUID();
    Path draft = target.resolveSibling(draftName + ".new");
    Path old = target.resolveSibling(draftName + ".old");
    try {
      // One look: between two another compile may be replacing the folder.
      if (Files.isRegularFile(target)) {
        throw new NotDirectoryException(target.toString());
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = draft.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      replace(target, draft, old);
      delete(old);
    } catch (IOException e) {
      throw failed(target, draft, old, e);
    }
  }

  /** Between the two moves another compile may take the place; then its project is the old one. */
  private static void replace(Path target, Path draft, Path old) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        if (Files.exists(target)) {
          delete(old);
          Files.move(target, old);
        }
        Files.move(draft, target);
        return;
      } catch (FileSystemException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Puts back what was there, if it had been moved away. */
  private static RuntimeException failed(Path target, Path draft, Path old, IOException cause) {
    try {
      if (Files.exists(old) && !Files.exists(target)) {
        Files.move(old, target);
      }
      delete(draft);
      delete(old);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return Diagnostic.of(FirmwareCode.NOT_WRITABLE, target)
        .found("%s", cause)
        .need("a folder that can be created or replaced")
        .fix("check its owner and the space left, or name another with --out")
        .toException();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
