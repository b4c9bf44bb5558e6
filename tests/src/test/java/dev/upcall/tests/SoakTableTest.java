package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code upcall soak} would run is there, and every test that can do more is in its table. */
class SoakTableTest {
  private static final Path HOME = Path.of(System.getProperty("upcall.home"));

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(HOME.resolve("tests/soak.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" *\\| *"))
        .toList();
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/test/java"))) {
      return files.filter(file -> file.toString().endsWith("Test.java")).toList();
    }
  }

  @Test
  void everyRowNamesTestsOfItsModule() throws IOException {
    for (String[] row : rows()) {
      assertEquals(5, row.length, row[0]);
      List<String> names =
          sources(row[1]).stream().map(file -> file.getFileName().toString()).toList();
      for (String test : row[2].split(",")) {
        assertTrue(names.contains(test + ".java"), row[0] + ": " + test);
      }
    }
  }

  /** The words of one would be written over by the other's. */
  @Test
  void everyRowHasANameOfItsOwn() throws IOException {
    List<String> names = rows().stream().map(row -> row[0]).toList();
    assertEquals(names.stream().distinct().toList(), names);
  }

  /** With the tests that show it, and its name. */
  @Test
  void everyRowIsDocumented() throws IOException {
    String docs = Files.readString(HOME.resolve("docs/reliability.md"));
    for (String[] row : rows()) {
      assertTrue(docs.contains("`" + row[0] + "`:"), row[0]);
      for (String test : row[2].split(",")) {
        assertTrue(docs.contains("`" + test + "`"), test);
      }
    }
  }

  /** What the page names is there. */
  @Test
  void everyTestOfThePageIsThere() throws IOException {
    String docs = Files.readString(HOME.resolve("docs/reliability.md"));
    List<String> names = new ArrayList<>();
    for (String module : List.of("core", "compiler", "host-runtime", "tests")) {
      sources(module).forEach(file -> names.add(file.getFileName().toString()));
    }
    for (MatchResult test : Pattern.compile("`(\\w+Test)`").matcher(docs).results().toList()) {
      assertTrue(names.contains(test.group(1) + ".java"), test.group(1));
    }
  }

  /** Those that import it. */
  @Test
  void everyTestWithALargerAmountIsSoaked() throws IOException {
    List<String> soaked = rows().stream().flatMap(row -> Stream.of(row[2].split(","))).toList();
    for (Path source : sources("tests")) {
      if (Files.readString(source).contains("import dev.upcall.tests.rig." + "Amount;")) {
        assertTrue(soaked.contains(source.getFileName().toString().replace(".java", "")));
      }
    }
  }
}
