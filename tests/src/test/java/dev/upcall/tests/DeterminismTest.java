package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.Firmware;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.CommandLine;
import dev.upcall.tests.rig.Folders;
import dev.upcall.tests.rig.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same project gives the same bytes, whatever the machine is set to and wherever it lies. */
class DeterminismTest {
  private static final String BOARD = "mps2-an386";

  @TempDir static Path folder;
  private static Path plain;

  @BeforeAll
  static void compileOnce() throws IOException {
    new OfflineLadder(SyntheticProject.tiny().write(folder.resolve("plain/tiny"))).tune();
    plain = compile("plain", List.of("-Duser.language=en", "-Duser.timezone=UTC"));
  }

  @Test
  void germanInAFolderWithASpace() throws IOException {
    assertSame(
        compile(
            "some where",
            List.of("-Duser.language=de", "-Duser.country=DE", "-Duser.timezone=Asia/Kolkata")));
  }

  /** Turkish has a dotless i; one thread computes what several did before. */
  @Test
  void turkishOnOneProcessor() throws IOException {
    assertSame(
        compile(
            "turkish",
            List.of(
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Chatham",
                "-Dfile.encoding=US-ASCII",
                "-XX:ActiveProcessorCount=1")));
  }

  /** Digits of another script, and an image built at another place. */
  @Test
  void arabicAndItsImage() throws IOException {
    Path other =
        compile(
            "a/b c/d",
            List.of("-Duser.language=ar", "-Duser.country=EG", "-XX:ActiveProcessorCount=7"));
    assertSame(other);
    Tools.requireBoard(BOARD);
    try (Firmware firmware = new Firmware()) {
      assertArrayEquals(
          Files.readAllBytes(firmware.build(Folders.copy(plain, folder.resolve("x"))).elf()),
          Files.readAllBytes(firmware.build(Folders.copy(other, folder.resolve("y/z"))).elf()),
          "images");
    }
  }

  /** Compiles a copy of the project that lies in {@code place}, in a JVM with those options. */
  private static Path compile(String place, List<String> options) throws IOException {
    Path here = folder.resolve(place);
    if (!place.equals("plain")) {
      Folders.copy(folder.resolve("plain/tiny"), here.resolve("tiny"));
    }
    CommandLine.Outcome outcome =
        CommandLine.run(here, options, "compile", "tiny", "--board", BOARD, "--out", "out");
    assertEquals(0, outcome.exit(), outcome.toString());
    return here.resolve("out/tiny").resolve(BOARD);
  }

  private static void assertSame(Path other) {
    Map<String, byte[]> expected = Folders.read(plain);
    Map<String, byte[]> files = Folders.read(other);
    assertFalse(expected.isEmpty());
    assertTrue(expected.containsKey("model-report.json"));
    assertEquals(expected.keySet(), files.keySet());
    expected.forEach((path, bytes) -> assertArrayEquals(bytes, files.get(path), path));
  }
}
