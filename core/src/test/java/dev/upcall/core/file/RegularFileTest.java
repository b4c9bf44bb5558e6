package dev.upcall.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
  @TempDir Path folder;

  @Test
  void filesAndLinksToThemAreRead() throws IOException {
    byte[] bytes = {1, 2, 3};
    Path file = Files.write(folder.resolve("file"), bytes);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (Path path : new Path[] {file, link}) {
      try (InputStream in = RegularFile.open(path)) {
        assertArrayEquals(bytes, in.readAllBytes());
      }
    }
  }

  @Test
  void whatNeverEndsIsRefused() throws IOException {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero));
    Path link = Files.createSymbolicLink(folder.resolve("link"), zero);
    FileSystemException e = assertThrows(FileSystemException.class, () -> RegularFile.open(link));
    assertEquals("a pipe or device", e.getReason());
  }

  @Test
  void aPipeIsRefusedRatherThanWaitedFor() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor() == 0);
    assertThrows(FileSystemException.class, () -> RegularFile.open(pipe));
  }

  @Test
  void aFolderAndNothingAreToldApart() {
    assertEquals(
        "a folder",
        assertThrows(FileSystemException.class, () -> RegularFile.open(folder)).getReason());
    assertThrows(NoSuchFileException.class, () -> RegularFile.open(folder.resolve("none")));
  }
}
