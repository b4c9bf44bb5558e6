package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.DataSpec;
import dev.upcall.core.project.Project;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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

  /** The files, by name, that a source means; one, unless the last part of its path is a glob. */
  List<Path> resolve(Project project, DataSpec data, String source) {
    Path path = locate(project, data, source);
    List<Path> found = isGlob(path) ? matching(path) : List.of(CompanionFile.existing(path));
    if (found.isEmpty() || !Files.exists(found.get(0))) {
      throw help(Diagnostic.of(DataCode.MISSING, source), data)
          .at("%s", path)
          .found("no such file or folder")
          .toException();
    }
    return found;
  }

  private static boolean isGlob(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.contains("*") || name.contains("{");
  }

  private static List<Path> matching(Path glob) {
    List<Path> found = new ArrayList<>();
    String pattern = String.valueOf(glob.getFileName());
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(glob.getParent(), pattern)) {
      folder.forEach(found::add);
    } catch (IOException | DirectoryIteratorException | PatternSyntaxException e) {
      // No folder, no files: the caller says what was looked for.
      return List.of();
    }
    found.sort(Comparator.naturalOrder());
    return found;
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
