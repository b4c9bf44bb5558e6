package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
}
