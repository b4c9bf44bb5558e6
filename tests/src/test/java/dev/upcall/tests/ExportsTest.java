package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.export.ExportTarget;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.project.Project;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports for frameworks that cannot be had here: all that they compile is compiled, for a chip of
 * theirs, against declarations of what the port calls; and their builds name all of it.
 */
class ExportsTest {
  private static final Path STAND_INS = Path.of("src/test/resources/standins").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static Project project;

  @BeforeAll
  static void prepare() {
    project = Prepared.of(SyntheticProject.tiny(), folder.resolve("tiny")).project();
  }

  @ParameterizedTest
  @CsvSource({
    "ZEPHYR, nucleo-f446re, samples/ask/src/main.c",
    "ESP_IDF, esp32c3-devkitm, examples/ask/main/main.c",
  })
  void compilesAndItsBuildNamesAllOfIt(ExportTarget target, String id, String application)
      throws IOException {
    Board board = new BoardCatalogue().load(id);
    Path exported = export(target, id);
    TreeSet<String> sources = sources(exported);
    assertTrue(sources.remove(application), sources.toString());
    assertEquals(sources, named(exported));
    try (ProcessRunner runner = new ProcessRunner()) {
      assumeTrue(
          runner.find(board.toolchain().compiler()).isPresent(),
          board.toolchain().compiler() + " is not installed");
      List<String> command = new ArrayList<>(List.of(board.toolchain().compiler()));
      command.addAll(board.toolchain().flags());
      command.addAll(List.of("-c", "-std=c11", "-O1", "-ffreestanding", "-ffp-contract=off"));
      command.addAll(List.of("-Wall", "-Wextra", "-Wconversion", "-Werror"));
      command.add("-DCONFIG_UPCALL_DEVICE_ID=1");
      // What a framework's C library brings, and a compiler without one does not.
      command.add("-I" + boards("common/include"));
      command.add("-I" + STAND_INS.resolve(target.word()));
      for (String include : List.of("decision", "model", "port", "runtime")) {
        command.add("-I" + exported.resolve(include));
      }
      sources.forEach(source -> command.add(exported.resolve(source).toString()));
      command.add(exported.resolve(application).toString());
      ProcessRunner.Result result = runner.run(command, work(target, id), LIMIT);
      assertTrue(result.ok(), result.output());
    }
  }

  private static Path export(ExportTarget target, String board) {
    CompileRequest request = CompileRequest.of(project.folder(), board, folder.resolve("out"));
    return new Compiler(new BoardCatalogue()).export(request, target).folder();
  }

  private static Path work(ExportTarget target, String board) throws IOException {
    return Files.createDirectories(folder.resolve("objects").resolve(target.word() + "-" + board));
  }

  private static Path boards(String path) {
    return Path.of("../boards").resolve(path).toAbsolutePath().normalize();
  }

  private static TreeSet<String> sources(Path exported) throws IOException {
    TreeSet<String> sources = new TreeSet<>();
    try (Stream<Path> files = Files.walk(exported)) {
      files
          .map(file -> exported.relativize(file).toString())
          .filter(file -> file.endsWith(".c") || file.endsWith(".S"))
          .forEach(sources::add);
    }
    return sources;
  }

  /** What the exported build compiles. */
  private static TreeSet<String> named(Path exported) throws IOException {
    TreeSet<String> named = new TreeSet<>();
    Matcher source =
        Pattern.compile("[\\w/-]+\\.[cS]\\b")
            .matcher(Files.readString(exported.resolve("CMakeLists.txt")));
    while (source.find()) {
      named.add(source.group());
    }
    return named;
  }
}
