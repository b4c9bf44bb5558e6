package dev.upcall.training;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.training.TrainingService.Start;
import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.List;

/** A training in a process of its own, for {@link ResumeTest} to kill: a line for each epoch. */
final class TrainOnce {
  private TrainOnce() {}

  /**
   * @param arguments a project, and {@code settings} if only they are to be said
   */
  public static void main(String[] arguments) {
    if (arguments.length > 1) {
      System.out.println(SettingsLoader.load(ProjectLoader.load(Path.of(arguments[0]))));
      return;
    }
    train(
        Path.of(arguments[0]),
        Start.RESUME,
        new ProgressListener() {
          @Override
          public void epoch(int fold, EpochEvent event) {
            System.out.println("epoch " + event.epoch() + " of " + event.fit());
          }

          @Override
          public void phase(int fold, String what) {
            System.out.println(what);
          }
        });
  }

  static TrainReport train(Path folder, Start start, ProgressListener progress) {
    Project project = ProjectLoader.load(folder);
    return new Trainer()
        .train(
            new TrainRequest(
                project, List.of(0), SettingsLoader.load(project), 1, progress, start));
  }
}
