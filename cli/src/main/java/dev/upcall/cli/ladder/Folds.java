package dev.upcall.cli.ladder;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import java.util.List;
import java.util.stream.IntStream;

/** Which cross-fitting folds an option means. */
public final class Folds {
  private Folds() {}

  /** All folds of a project; just the project itself where it has none. */
  public static List<Project> all(Project project) {
    return IntStream.range(0, count(project)).mapToObj(project::withFold).toList();
  }

  /**
   * @param text {@code all}, or a fold's number
   */
  public static List<Project> of(Project project, String text) {
    if (text.equals("all")) {
      return all(project);
    }
    if (text.matches("\\d{1,4}") && Integer.parseInt(text) < count(project)) {
      return List.of(project.withFold(Integer.parseInt(text)));
    }
    throw Diagnostic.of(CliCode.BAD_NUMBER, "--fold")
        .found("\"%s\"", text)
        .need("all, or a number from 0 to %d", count(project) - 1)
        .toException();
  }

  private static int count(Project project) {
    return project.manifest().data().map(data -> Math.max(1, data.splits().folds())).orElse(1);
  }
}
