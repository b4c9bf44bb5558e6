package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.project.Project;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Folders;
import dev.upcall.tests.rig.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler wrote, in the hands of somebody who has nothing but that folder. */
class EmittedProjectTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** What int8 code must not call, here or in a library of soft floats. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "malloc|calloc|realloc|free|.*printf|puts|putchar|_sbrk|abort"
              + "|__aeabi_[fd].*|__aeabi_[iul]+2[fd]|__.*[sd]f[23]?|__fix.*|__float.*"
              + "|expf?|logf?|powf?|sqrtf?|roundf?|lrintf?");

  private static final ProcessRunner RUNNER = new ProcessRunner();

  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Project project = SyntheticProject.tiny().write(folder.resolve("project"));
    new OfflineLadder(project).tune();
    Compiler compiler = new Compiler(new BoardCatalogue());
    for (String board : List.of("posix", "microbit")) {
      compiler.compile(CompileRequest.of(project.folder(), board, folder.resolve("out")));
    }
  }

  @AfterAll
  static void endProcesses() {
    RUNNER.close();
  }

  /** The emitted CMakeLists.txt makes every warning of its strict list an error. */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void buildsAloneWithoutAWarning(String compiler) throws IOException {
    Tools.require("cmake", "ninja", compiler);
    Path copy = copy("posix", "with " + compiler);
    String flags = Files.readString(copy.resolve("CMakeLists.txt"));
    for (String flag : List.of("-Wconversion", "-Wmissing-prototypes", "-Wvla", "-Werror")) {
      assertTrue(flags.contains(flag), flag);
    }
    String output = build(copy, "-DCMAKE_C_COMPILER=" + compiler);
    assertFalse(output.contains("warning:"), output);
    assertTrue(Files.isExecutable(copy.resolve("build/firmware.elf")));
  }

  @Test
  void int8CodeCallsNeitherHeapNorFloats() throws IOException {
    Tools.requireBoard("microbit");
    Tools.require("arm-none-eabi-nm");
    Path copy = copy("microbit", "bare");
    build(copy);
    List<Path> objects;
    try (Stream<Path> files = Files.walk(copy.resolve("build"))) {
      objects = files.filter(f -> f.toString().matches(".*/model/.*\\.obj?")).sorted().toList();
    }
    assertTrue(objects.size() >= 8, "objects of model/: " + objects);
    for (Path object : objects) {
      List<String> undefined = symbols("--undefined-only", object);
      assertEquals(List.of(), forbidden(undefined), object.getFileName().toString());
    }
    List<String> all = symbols("--defined-only", copy.resolve("build/firmware.elf"));
    assertTrue(all.contains("upcall_ladder_run"), "symbols of the image");
    List<String> heap =
        all.stream().filter(s -> s.matches(".*(malloc|free|printf|_sbrk).*")).toList();
    assertEquals(List.of(), heap);
  }

  @Test
  void cppcheckFindsNothing() {
    Tools.require("cppcheck");
    Path project = folder.resolve("out/tiny/posix");
    List<String> command =
        List.of(
            "cppcheck",
            "--enable=warning,portability,performance",
            "--error-exitcode=1",
            "--std=c99",
            "--quiet",
            "--inline-suppr",
            "-Imodel",
            "-Iruntime",
            "-Idecision",
            "-Iboard",
            "model",
            "decision",
            "runtime");
    ProcessRunner.Result result = RUNNER.run(command, project, LIMIT);
    assertEquals(0, result.exitCode(), result.output());
    assertEquals("", result.output());
  }

  private static Path copy(String board, String name) {
    return Folders.copy(folder.resolve("out/tiny").resolve(board), folder.resolve(name));
  }

  /** As the project's README says. */
  private static String build(Path project, String... options) {
    List<String> configure = new ArrayList<>(List.of("cmake", "-S", ".", "-B", "build"));
    configure.addAll(List.of("-G", "Ninja"));
    configure.addAll(List.of(options));
    return run(configure, project) + run(List.of("cmake", "--build", "build"), project);
  }

  private static List<String> symbols(String which, Path file) {
    List<String> command = List.of("arm-none-eabi-nm", "--format=just-symbols", which, "" + file);
    return run(command, folder).lines().toList();
  }

  private static List<String> forbidden(List<String> symbols) {
    return symbols.stream().filter(s -> FORBIDDEN.matcher(s).matches()).toList();
  }

  private static String run(List<String> command, Path directory) {
    ProcessRunner.Result result = RUNNER.run(command, directory, LIMIT);
    assertEquals(0, result.exitCode(), () -> String.join(" ", command) + "\n" + result.output());
    return result.output();
  }
}
