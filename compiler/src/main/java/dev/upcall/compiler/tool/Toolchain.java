package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.core.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds an emitted project with CMake, Ninja and the board's C compiler. */
public final class Toolchain {
  private static final String BUILD = "build";
  private static final String ELF = "firmware.elf";
  private static final Duration CONFIGURE_LIMIT = Duration.ofMinutes(2);
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

  private static final List<String> NATIVE =
      List.of("gcc", "-std=c99", "-O3", "-march=native", "-ffp-contract=off");

  private final ProcessRunner runner;
  private final BoardCatalogue catalogue;

  public Toolchain(ProcessRunner runner, BoardCatalogue catalogue) {
    this.runner = runner;
    this.catalogue = catalogue;
  }

  /**
   * The board a project was emitted for.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2611 if the folder is no such project
   */
  public Board board(Path project) {
    Path file = project.resolve(ProjectFiles.BOARD_FILE);
    if (!Files.isRegularFile(file)) {
      throw Diagnostic.of(ToolCode.NOT_A_PROJECT, project)
          .found("no %s in it", ProjectFiles.BOARD_FILE)
          .need("a folder that \"upcall compile\" has written")
          .toException();
    }
    return catalogue.loadFile(file);
  }

  /**
   * The image built last.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2611 if nothing has been built yet
   */
  public Image image(Path project) {
    Board board = board(project);
    Path elf = project.resolve(BUILD).resolve(ELF);
    if (!Files.isRegularFile(elf)) {
      throw Diagnostic.of(ToolCode.NOT_A_PROJECT, project)
          .found("it has not been built yet")
          .fix("upcall build %s", project)
          .toException();
    }
    return Image.read(elf, board);
  }

  /**
   * Compiles and links a project.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 if a tool is missing, UP2604 with the
   *     compiler's first error, UP2605 with the bytes that are too many
   */
  public Image build(Path project) {
    Board board = board(project);
    runner.require(tools(board));
    Path build = project.resolve(BUILD);
    if (!isConfigured(project, build)) {
      deleteCache(build);
      ProcessRunner.Result configured =
          runner.run(
              List.of("cmake", "-S", ".", "-B", BUILD, "-G", "Ninja"), project, CONFIGURE_LIMIT);
      BuildOutput.check(configured, board, project);
    }
    BuildOutput.check(
        runner.run(List.of("cmake", "--build", BUILD), project, BUILD_LIMIT), board, project);
    return Image.read(build.resolve(ELF), board);
  }

  /**
   * Compiles a bare project for the process on Linux, for the processor of this machine alone. No
   * warnings, no CMake: it is for whoever runs a network thousands of times.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2601 if gcc is missing, UP2604 with its
   *     first error
   */
  public Image buildNative(Path project) {
    Board board = board(project);
    runner.require(Map.of("gcc", board.toolchain().packages()));
    Path model = project.resolve("model");
    Path elf = project.resolve(BUILD).resolve(ELF);
    List<String> command = new ArrayList<>(NATIVE);
    command.addAll(List.of("-I", model.toString(), "-o", elf.toString()));
    try (Stream<Path> files = Files.list(model)) {
      Files.createDirectories(elf.getParent());
      files.map(Path::toString).filter(f -> f.endsWith(".c")).sorted().forEach(command::add);
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", model).found("%s", e).toException();
    }
    BuildOutput.check(runner.run(command, Path.of("."), BUILD_LIMIT), board, project);
    return Image.read(elf, board);
  }

  private static Map<String, List<String>> tools(Board board) {
    Map<String, List<String>> tools = new HashMap<>();
    tools.put("cmake", List.of("cmake"));
    tools.put("ninja", List.of("ninja-build"));
    tools.put(board.toolchain().compiler(), board.toolchain().packages());
    return tools;
  }

  /** CMake refuses a build folder that was configured for a project at another place. */
  private static boolean isConfigured(Path project, Path build) {
    Path cache = build.resolve("CMakeCache.txt");
    try {
      return Files.exists(build.resolve("build.ninja"))
          && Files.readAllLines(cache)
              .contains("CMAKE_HOME_DIRECTORY:INTERNAL=" + project.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static void deleteCache(Path build) {
    try {
      Files.deleteIfExists(build.resolve("CMakeCache.txt"));
    } catch (IOException e) {
      throw Diagnostic.of(ToolCode.FILE_FAILED).at("%s", build).found("%s", e).toException();
    }
  }
}
