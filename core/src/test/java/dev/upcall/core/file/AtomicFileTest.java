package dev.upcall.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void replacesWhatIsThereAndLeavesNoDraft() throws IOException {
    Path file = folder.resolve("a/b/file.txt");
    AtomicFile.write(file, "first");
    AtomicFile.write(file, "zwölf");
    assertEquals("zwölf", Files.readString(file));
    assertEquals(List.of("file.txt"), names(file.getParent()));
  }

  @Test
  void whatIsWrittenDurablyReplacesInTheSameWay() throws IOException {
    Path file = folder.resolve("a/b/file.bin");
    AtomicFile.writeDurably(file, new byte[] {1, 2, 3});
    AtomicFile.writeDurably(file, new byte[] {4});
    assertArrayEquals(new byte[] {4}, Files.readAllBytes(file));
    assertEquals(List.of("file.bin"), names(file.getParent()));
    Path blocked = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThrows(IOException.class, () -> AtomicFile.writeDurably(blocked, new byte[1]));
    assertEquals(List.of("a", "taken"), names(folder));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path blocked = Files.createDirectories(folder.resolve("taken/inside")).getParent();
    assertThrows(IOException.class, () -> AtomicFile.write(blocked, "text"));
    assertEquals(List.of("inside"), names(blocked));
    assertEquals(List.of("taken"), names(folder));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
