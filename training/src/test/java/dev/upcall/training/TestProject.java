package dev.upcall.training;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.training.TrainingService.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of examples/digits that a test may train and spoil. */
final class TestProject {
  static final Path DIGITS = Path.of("..", "examples", "digits");

  private TestProject() {}

  /** Manifest, settings and data, without models. */
  static Path copy(Path to) throws IOException {
    Files.createDirectories(to.resolve("data"));
    for (String file : new String[] {"ensemble.yaml", "training.yaml", "data/digits.csv.gz"}) {
      Files.copy(DIGITS.resolve(file), to.resolve(file));
    }
    return to;
  }

  /** The same with other settings; a copy that is there gets new ones. */
  static Project with(String settings, Path folder) throws IOException {
    if (!Files.exists(folder.resolve("ensemble.yaml"))) {
      copy(folder);
    }
    Files.writeString(folder.resolve("training.yaml"), settings);
    return ProjectLoader.load(folder);
  }

  /** Trains the first fold by the project's settings. */
  static FoldReport train(Project project, ProgressListener progress) {
    return TrainOnce.train(project.folder(), Start.RESUME, progress).folds().get(0);
  }

  /** Replaces text that has to be there. */
  static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + " has no " + from);
    }
    Files.writeString(file, text.replace(from, to));
  }
}
