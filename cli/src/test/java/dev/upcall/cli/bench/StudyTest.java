package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyTest {
  static List<Study> all() {
    return Study.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void trainsTheBaseBeforeThoseThatReadIt(Study study) {
    List<Study.Task> tasks = study.tasks();
    assertEquals(List.of(Study.BASE), tasks.get(0).members());
    List<String> light = tasks.get(1).members();
    assertTrue(light.size() >= 2 && !light.contains(Study.BASE), light.toString());
  }

  /** Trainings take hours: cells stay valid as long as the settings that they were made by do. */
  @Test
  void aCellsKeyIsThatOfTheSettingsAlone() throws IOException {
    Study study = new Study("cifar10");
    for (Study.Task task : study.tasks()) {
      if (task.name().equals(Study.QUANTIZED)) {
        assertNotEquals(study.settings(Study.base()), study.settings(task));
      } else {
        assertEquals(study.settings(Study.base()), study.settings(task), task.name());
      }
    }
  }

  @Test
  void theCommittedCellsAreOfTheCommittedSettings() throws IOException {
    for (Study study : Study.all()) {
      for (Study.Task task : study.tasks()) {
        try (Stream<Path> files = files(study, task)) {
          for (Path file : files.toList()) {
            assertEquals(
                study.data(),
                StudyCell.read(file, study.settings(task)).orElseThrow().data(),
                file.toString());
          }
        }
      }
    }
  }

  private static Stream<Path> files(Study study, Study.Task task) throws IOException {
    Path folder = Path.of("..", "docs/benchmarks/training", study.data());
    return Files.isDirectory(folder)
        ? Files.list(folder)
            .filter(file -> file.getFileName().toString().startsWith(task.name() + "-"))
        : Stream.empty();
  }
}
