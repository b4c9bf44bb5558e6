package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.yaml.YamlValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths in a manifest, and in the settings beside it, stay in the project folder, so that a folder
 * from elsewhere is harmless.
 */
public final class ProjectPath {
  private ProjectPath() {}

  /** The text of a value that has to be a relative path into the project folder. */
  public static String inside(YamlValue value) {
    String text = value.text();
    if (!text.isEmpty() && !staysInside(text)) {
      value.report(
          Diagnostic.of(ProjectCode.PATH, text)
              .need("a relative path, with / between folders, that stays in the project folder"));
    }
    return text;
  }

  static boolean staysInside(String text) {
    try {
      Path path = Path.of(text);
      // A colon or backslash would mean a drive or a folder on another system.
      return !path.isAbsolute()
          && text.indexOf('\\') < 0
          && text.indexOf(':') < 0
          && !path.normalize().startsWith("..")
          && !path.normalize().toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
