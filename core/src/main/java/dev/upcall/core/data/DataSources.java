package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.DataSpec;
import dev.upcall.core.project.Project;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files that a manifest's {@code source} names: inside the project folder, or where a
 * variable says, for data that each user fetches once and keeps where he likes.
 */
final class DataSources {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}(?:/(.+))?");

  private final Function<String, Optional<String>> variables;

  DataSources(Function<String, Optional<String>> variables) {
    this.variables = variables;
  }

  /** Java's properties (-DNAME=...) first, then the environment. */
  static DataSources ofSystem() {
    return new DataSources(
        name ->
            Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(value -> !value.isBlank()));
  }

  Path resolve(Project project, DataSpec data, String source) {
    Path path = CompanionFile.existing(locate(project, data, source));
    if (!Files.exists(path)) {
      throw help(Diagnostic.of(DataCode.MISSING, source), data)
          .at("%s", path)
          .found("no such file or folder")
          .toException();
    }
    return path;
  }

  private Path locate(Project project, DataSpec data, String source) {
    Matcher matcher = VARIABLE.matcher(source);
    if (!matcher.matches()) {
      return project.folder().resolve(source);
    }
    String name = matcher.group(1);
    String folder =
        variables
            .apply(name)
            .orElseThrow(
                () ->
                    help(Diagnostic.of(DataCode.VARIABLE), data)
                        .at("data.source of %s/ensemble.yaml", project.folder().getFileName())
                        .found("%s, and no variable %s", source, name)
                        .need("export %s=FOLDER, the folder with the data", name)
                        .toException());
    try {
      return matcher.group(2) == null ? Path.of(folder) : Path.of(folder, matcher.group(2));
    } catch (InvalidPathException e) {
      throw help(Diagnostic.of(DataCode.VARIABLE), data)
          .found("%s=%s, which is no path", name, folder)
          .toException();
    }
  }

  private static Diagnostic help(Diagnostic diagnostic, DataSpec data) {
    return data.fetch().map(text -> diagnostic.fix("%s", text.strip())).orElse(diagnostic);
  }
}
