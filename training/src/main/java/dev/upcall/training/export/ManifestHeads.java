package dev.upcall.training.export;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names in {@code ensemble.yaml} the heads it lacks: one for every subset of two or more members
 * with features. Lines are added and none is changed, so comments and order stay.
 */
public final class ManifestHeads {
  private static final String INDENT = "  ";

  private ManifestHeads() {}

  /**
   * The project with all heads named; its manifest is only rewritten if one was missing.
   *
   * @param trained the members whose subsets are meant
   * @throws dev.upcall.core.diagnostic.UpcallException if the file cannot be written, or its heads
   *     are written on one line
   */
  public static Project complete(Project project, Set<String> trained) {
    List<String> missing = missing(project.manifest(), trained);
    if (missing.isEmpty()) {
      return project;
    }
    Path file = project.folder().resolve("ensemble.yaml");
    try {
      String text = String.join("\n", insert(Files.readAllLines(file), missing)) + "\n";
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw Diagnostic.of(TrainingCode.CANNOT_WRITE, file.getFileName())
          .at("%s", file)
          .found("%s", e)
          .toException();
    }
    return ProjectLoader.load(project.folder()).withFold(project.fold());
  }

  private static List<String> missing(Manifest manifest, Set<String> trained) {
    List<String> members =
        manifest.members().entrySet().stream()
            .filter(member -> member.getValue().features().isPresent())
            .filter(member -> trained.contains(member.getKey()))
            .map(member -> member.getKey())
            .toList();
    if (members.size() < 2) {
      return List.of();
    }
    return Subset.all(members).stream()
        .filter(subset -> subset.size() > 1)
        .map(Subset::key)
        .filter(key -> !manifest.heads().containsKey(key))
        .toList();
  }

  private static List<String> insert(List<String> lines, List<String> missing) {
    List<String> result = new ArrayList<>(lines);
    int at = section(lines);
    if (at < 0) {
      result.add("");
      result.add("heads:");
      at = result.size() - 1;
    }
    String indent = indent(result, at + 1);
    List<String> added =
        missing.stream().map(key -> indent + key + ": heads/" + key + ".onnx").toList();
    result.addAll(at + 1, added);
    return result;
  }

  /** Line of the section's key, or -1. */
  private static int section(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches("heads:\\s*(#.*)?")) {
        return i;
      }
      if (line.startsWith("heads:")) {
        throw Diagnostic.of(TrainingCode.HEADS_ON_ONE_LINE)
            .at("ensemble.yaml:%d", i + 1)
            .found("%s", line)
            .need("each head on a line of its own below \"heads:\", so that others can be added")
            .toException();
      }
    }
    return -1;
  }

  /** As the section's first entry is indented. */
  private static String indent(List<String> lines, int from) {
    for (String line : lines.subList(from, lines.size())) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        String indent = line.substring(0, line.indexOf(text));
        return indent.isEmpty() ? INDENT : indent;
      }
    }
    return INDENT;
  }
}
