package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.testing.CCompiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project whose input comes row by row: it decides as it does on whole inputs. */
class ProjectByRowsTest {
  private static final Path DIGITS = Path.of("../examples/digits");

  /** The application is the test's own; the other link needs a library. */
  private static final Set<String> LEFT_OUT = Set.of("upcall_main.c", "upcall_mqtt.c");

  @TempDir Path folder;

  @Test
  void decidesByRowsAsOnTheWhole() throws IOException {
    Path project = compiled();
    for (String part : List.of("model", "decision", "runtime")) {
      try (Stream<Path> files = Files.list(project.resolve(part))) {
        files
            .filter(file -> !LEFT_OUT.contains(String.valueOf(file.getFileName())))
            .forEach(this::take);
      }
    }
    take(Path.of("src/test/resources/cc/rows_main.c"));
    Path program =
        CCompiler.require("gcc")
            .compile(folder, "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    assertEquals("accepted and asked\n", CCompiler.run(List.of(program.toString())));
  }

  @Test
  void saysWhatItKeeps() throws IOException {
    Path project = compiled();
    String memory = Files.readString(project.resolve("memory.txt"));
    assertTrue(memory.contains("rows of the input are kept for the host: 64 bytes"), memory);
    String ladder = Files.readString(project.resolve("model/upcall_ladder.c"));
    assertFalse(ladder.contains("_input()"), ladder);
  }

  private Path compiled() {
    CompileRequest request =
        CompileRequest.of(DIGITS, "mps2-an386", folder.resolve("out"))
            .with(MemoryRequest.STANDARD.byRows());
    return new Compiler(new BoardCatalogue()).compile(request).folder();
  }

  private void take(Path file) {
    try {
      Files.copy(file, folder.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
