package dev.upcall.core.project;

import java.nio.file.Path;

/**
 * A project folder and one cross-fitting fold of it. Fold 0's models lie in the folder itself,
 * those of fold k &gt; 0 in {@code crossfit/k/}, under the same relative paths.
 *
 * @param folder absolute
 */
public record Project(Path folder, Manifest manifest, int fold) {
  /** Where fold {@code fold}'s file of that relative path lies. */
  public Path resolve(String relative) {
    Path base = fold == 0 ? folder : folder.resolve("crossfit").resolve(String.valueOf(fold));
    return base.resolve(relative);
  }

  public Project withFold(int newFold) {
    return new Project(folder, manifest, newFold);
  }
}
