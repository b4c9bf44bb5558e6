package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for every C file of the firmware's runtime. */
class RuntimeSourcesTest {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "\\b(malloc|calloc|realloc|free|s?n?printf|alloca) ?\\(|\\bgoto\\b|<stdio\\.h>");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(CProgram.RUNTIME)) {
      List<Path> sources = files.filter(f -> f.toString().matches(".*\\.[ch]")).sorted().toList();
      assertTrue(sources.size() > 20, sources.toString());
      return sources;
    }
  }

  @Test
  void firmwareBuiltFromThemOwesNothing() throws IOException {
    for (Path source : sources()) {
      String text = Files.readString(source);
      assertTrue(text.startsWith("/* SPDX-License-Identifier: 0BSD\n"), source.toString());
    }
  }

  @Test
  void nothingIsAllocatedOrPrinted() throws IOException {
    for (Path source : sources()) {
      // The link for operating systems may use what the system gives; it allocates nothing itself.
      if (!source.endsWith("upcall_mqtt.c")) {
        assertFalse(FORBIDDEN.matcher(Files.readString(source)).find(), source.toString());
      }
    }
  }

  @Tag("cc")
  @ParameterizedTest
  @CsvSource({
    "gcc, c99, 0",
    "gcc, c11, 1",
    "clang, c99, 1",
    "clang, c11, 0",
  })
  void noCompilerWarns(String compiler, String standard, int habits) throws Exception {
    Path path = CProgram.find(compiler);
    boolean mqtt = Files.exists(Path.of("/usr/include/mosquitto.h"));
    List<String> command = new ArrayList<>(List.of(path.toString(), "-std=" + standard));
    command.addAll(CProgram.WARNINGS);
    command.addAll(List.of("-fsyntax-only", "-DUPCALL_PARAMETERS=2"));
    command.add("-DUPCALL_LINK_MQTT=" + (mqtt ? 1 : 0));
    command.addAll(List.of("-DUPCALL_CHECKS=" + habits, "-DUPCALL_SURROUNDINGS=" + habits));
    command.add("-DUPCALL_SEAL=" + habits);
    command.addAll(List.of("-I" + CProgram.RUNTIME, "-I" + CProgram.TESTS.resolve("config")));
    sources().stream()
        .map(Path::toString)
        .filter(source -> source.endsWith(".c"))
        .forEach(command::add);
    Process build = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), log);
    assertEquals("", log);
  }
}
