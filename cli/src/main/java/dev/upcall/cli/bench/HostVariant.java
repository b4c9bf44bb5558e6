package dev.upcall.cli.bench;

import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An example whose host has other members. */
final class HostVariant {
  private HostVariant() {}

  /**
   * Writes the example's manifest and models; its data stays where it is.
   *
   * @param folder for it, empty
   * @param members the host's
   */
  static Project write(Path example, Path folder, List<String> members) throws IOException {
    for (String models : List.of("members", "heads")) {
      copy(example.resolve(models), Files.createDirectory(folder.resolve(models)));
    }
    String manifest = Files.readString(example.resolve("ensemble.yaml"));
    int host = manifest.indexOf("\nhost:");
    String changed =
        manifest.substring(0, host)
            + manifest
                .substring(host)
                .replaceFirst(
                    "members: \\[[^\\]]*]", "members: [" + String.join(", ", members) + "]");
    AtomicFile.write(folder.resolve("ensemble.yaml"), changed);
    Project project = ProjectLoader.load(folder);
    if (!project.manifest().host().members().equals(members)) {
      throw new IllegalStateException("no list of the host's members in " + example);
    }
    return project;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
