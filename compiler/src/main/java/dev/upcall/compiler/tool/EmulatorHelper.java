package dev.upcall.compiler.tool;

import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Compiles C of {@code boards/emulator} for this machine, where it is needed. */
final class EmulatorHelper {
  private static final String SOURCES = "upcall/boards/emulator/";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private EmulatorHelper() {}

  /**
   * @param files sources and headers
   * @param command the compiler's; it runs in {@code folder}
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 without a compiler, UP2606 with its
   *     words
   */
  static void compile(
      ProcessRunner runner, List<String> files, List<String> command, WorkFolder folder) {
    runner.require(Map.of("gcc", List.of("gcc", "libc6-dev")));
    files.forEach(file -> copy(file, folder.resolve(file)));
    ProcessRunner.Result result = runner.run(command, folder.path(), LIMIT);
    if (!result.ok()) {
      throw Diagnostic.of(ToolCode.BUILD_FAILED)
          .at("%s of the emulator", files.get(0))
          .found("%s", result.output())
          .toException();
    }
  }

  private static void copy(String source, Path target) {
    try (InputStream in =
        EmulatorHelper.class.getClassLoader().getResourceAsStream(SOURCES + source)) {
      if (in == null) {
        throw new IllegalStateException("upcall-boards is not on the class path");
      }
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", target).found("%s", e).toException();
    }
  }
}
