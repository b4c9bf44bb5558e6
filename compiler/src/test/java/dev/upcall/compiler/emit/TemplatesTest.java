package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates loop and print; they run nothing and hide nothing. */
class TemplatesTest {
  static Stream<String> templates() {
    return Stream.of("model", "project")
        .flatMap(folder -> TemplateFiles.list(folder).stream().map(name -> folder + "/" + name))
        .filter(path -> path.endsWith(".ftl"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void evaluatesNothing(String template) {
    String text = TemplateFiles.read(template);
    for (String forbidden : List.of("?eval", "?interpret", "?new", "?api", "<#attempt")) {
      assertFalse(text.contains(forbidden), template + " uses " + forbidden);
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void endsInALineFeedAndHasNoTabs(String template) {
    String text = TemplateFiles.read(template);
    assertTrue(text.endsWith("\n"), template);
    assertFalse(text.contains("\t"), template);
  }
}
