package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.export.ExportTarget;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Emulator;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.ArduinoBuild;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compile --target arduino} writes, as users of that framework build it. */
class ArduinoLibraryTest {
  private static final String BOARD = "atmega2560";
  private static final Pattern INCLUDE = Pattern.compile("#include \"([^\"]+)\"");

  @TempDir static Path folder;
  private static Prepared tiny;
  private static Path library;

  @BeforeAll
  static void export() {
    tiny = Prepared.of(SyntheticProject.tiny(), folder.resolve("tiny"));
    CompileRequest request =
        CompileRequest.of(tiny.project().folder(), BOARD, folder.resolve("out"));
    library = new Compiler(new BoardCatalogue()).export(request, ExportTarget.ARDUINO).folder();
  }

  /** The library's own sketch on an emulated Mega, at the gateway's serial port. */
  @Test
  void theSketchDoesWhatTheReplayDoes() throws Exception {
    Board board = new BoardCatalogue().load(BOARD);
    try (ProcessRunner runner = new ProcessRunner()) {
      Path elf =
          new ArduinoBuild(runner, BOARD, "mega", Files.createDirectory(folder.resolve("build")))
              .build(library, library.resolve("examples/Ask/Ask.ino"));
      try (Emulation emulation =
              new Emulator(runner).start(Image.read(elf, board), RunOptions.defaults());
          Desk desk = Desk.serving(tiny.project()).serial(emulation.port())) {
        List<Injected> results = desk.inject(tiny.raw());
        Agreement.check(tiny, results, desk.traffic());
        assertTrue(emulation.isRunning());
      }
    }
  }

  @Test
  void saysWhatTheFrameworksWantToKnow() throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(library.resolve("library.properties"))) {
      properties.load(in);
    }
    String name = properties.getProperty("name");
    assertTrue(name.matches("[A-Za-z0-9][\\w. -]*"), name);
    assertTrue(properties.getProperty("version").matches("\\d+\\.\\d+\\.\\d+"));
    assertEquals("*", properties.getProperty("architectures"));
    assertTrue(Files.exists(library.resolve("src").resolve(properties.getProperty("includes"))));
    for (String key : List.of("author", "maintainer", "sentence", "paragraph", "category", "url")) {
      assertTrue(properties.containsKey(key), key);
    }
    JsonNode json = new ObjectMapper().readTree(library.resolve("library.json").toFile());
    assertEquals(name, json.get("name").asText());
    assertEquals(properties.getProperty("version"), json.get("version").asText());
  }

  /** Only one folder is searched for headers, and a sketch has a main function of its own. */
  @Test
  void allItIncludesLiesBesideIt() throws IOException {
    try (Stream<Path> files = Files.list(library.resolve("src"))) {
      for (Path file : files.toList()) {
        Matcher include = INCLUDE.matcher(Files.readString(file));
        while (include.find()) {
          assertTrue(
              Files.exists(library.resolve("src").resolve(include.group(1))),
              file.getFileName() + " includes " + include.group(1));
        }
      }
    }
    assertTrue(Files.notExists(library.resolve("src/upcall_main.c")));
  }

  @Test
  void decisionsAreComputedAsWritten() throws IOException {
    String policy = Files.readString(library.resolve("src/upcall_policy_0.c"));
    assertTrue(policy.startsWith("#if defined(__GNUC__)"), policy);
    assertTrue(policy.contains("fp-contract=off"), policy);
  }
}
