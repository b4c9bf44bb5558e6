package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project is there whole, or as it was. */
class ProjectFolderTest {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 50;

  @TempDir Path out;

  @Test
  void replacesWhatWasThere() throws IOException {
    Path folder = out.resolve("digits/posix");
    ProjectFolder.write(folder, Map.of("a/b.c", bytes("old"), "stale.c", bytes("old")));
    ProjectFolder.write(folder, Map.of("a/b.c", bytes("new")));
    assertArrayEquals(bytes("new"), Files.readAllBytes(folder.resolve("a/b.c")));
    assertEquals(List.of("a"), names(folder));
    assertEquals(List.of("posix"), names(folder.getParent()));
  }

  @Test
  void compilesSideBySideLeaveOneWholeProject() throws Exception {
    Path folder = out.resolve("digits/posix");
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        byte[] mark = bytes("writer " + writer);
        all.add(
            writers.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    ProjectFolder.write(folder, Map.of("x.c", mark, "d/y.c", mark));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      writers.shutdownNow();
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("x.c")), Files.readAllBytes(folder.resolve("d/y.c")));
    assertEquals(List.of("posix"), names(folder.getParent()));
  }

  @Test
  void aFileInTheWayIsNotReplaced() throws IOException {
    Path file = Files.writeString(out.resolve("posix"), "mine");
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> ProjectFolder.write(file, Map.of("x.c", bytes("x"))));
    assertEquals("UP2304", e.diagnostics().get(0).code().id());
    assertEquals("mine", Files.readString(file));
    assertEquals(List.of("posix"), names(out));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
