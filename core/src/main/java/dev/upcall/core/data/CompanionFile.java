package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds files by name where formats leave room: labels beside images, .gz or not. */
final class CompanionFile {
  private static final String GZ = ".gz";

  private CompanionFile() {}

  /** The path, or the same with .gz added or taken away, whichever exists; else the path. */
  static Path existing(Path path) {
    String name = path.toString();
    Path other =
        Path.of(name.endsWith(GZ) ? name.substring(0, name.length() - GZ.length()) : name + GZ);
    return !Files.exists(path) && Files.exists(other) ? other : path;
  }

  /** The label file that belongs to an image file. */
  static Path labelsOf(Path images, String format) {
    String name = String.valueOf(images.getFileName());
    String labels =
        name.contains("images")
            ? name.replace("images", "labels").replace("idx3", "idx1").replace("idx4", "idx1")
            : name.replaceFirst("^x", "y");
    if (labels.equals(name)) {
      throw Diagnostic.of(DataCode.MISSING, "labels of " + name)
          .at("%s", images)
          .need("a name with \"images\" in it (labels: the same name with \"labels\")")
          .fix("rename the %s files", format)
          .toException();
    }
    Path path = existing(images.resolveSibling(labels));
    if (!Files.exists(path)) {
      throw Diagnostic.of(DataCode.MISSING, labels)
          .at("%s", path)
          .need("the labels of %s beside it", name)
          .toException();
    }
    return path;
  }
}
