package dev.upcall.tests.rig;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.core.project.Project;
import java.nio.file.Path;

/** A project compiled, built and booted. Skips the test where a tool for that is missing. */
public final class RunningBoard implements AutoCloseable {
  private final Firmware firmware;
  private final Emulation emulation;

  private RunningBoard(Firmware firmware, Emulation emulation) {
    this.firmware = firmware;
    this.emulation = emulation;
  }

  public static RunningBoard start(Project project, String board, Path output) {
    return start(project, board, output, RunOptions.defaults());
  }

  /** With functions counted. */
  public static RunningBoard counting(
      Project project, String board, Path output, InstructionCounter counter) {
    return start(project, board, output, RunOptions.defaults().withCounter(counter));
  }

  private static RunningBoard start(
      Project project, String board, Path output, RunOptions options) {
    Path folder = build(project, board, output);
    Firmware firmware = new Firmware();
    try {
      return new RunningBoard(firmware, firmware.run(folder, options));
    } catch (RuntimeException e) {
      firmware.close();
      throw e;
    }
  }

  /** Compiles and builds only; the project's folder. */
  public static Path build(Project project, String board, Path output) {
    Tools.requireBoard(board);
    CompileRequest request = CompileRequest.of(project.folder(), board, output);
    Path folder = new Compiler(new BoardCatalogue()).compile(request).folder();
    try (Firmware firmware = new Firmware()) {
      firmware.build(folder);
    }
    return folder;
  }

  /** The image that {@link #build} made in a folder. */
  public static Image image(Path folder) {
    try (Firmware firmware = new Firmware()) {
      return firmware.image(folder);
    }
  }

  /** The terminal that is the board's serial port. */
  public Path port() {
    return emulation.port();
  }

  /** False once the firmware has faulted. */
  public boolean isRunning() {
    return emulation.isRunning();
  }

  @Override
  public void close() {
    emulation.close();
    firmware.close();
  }
}
