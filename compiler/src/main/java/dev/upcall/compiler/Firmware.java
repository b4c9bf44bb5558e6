package dev.upcall.compiler;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.tool.BareRun;
import dev.upcall.compiler.tool.BareRunner;
import dev.upcall.compiler.tool.Emulation;
import dev.upcall.compiler.tool.Emulator;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunOptions;
import dev.upcall.compiler.tool.Toolchain;
import java.nio.file.Path;
import java.util.List;

/**
 * What happens to a project after it was emitted: it is built, run and measured. Closing ends every
 * program that this started.
 */
public final class Firmware implements AutoCloseable {
  private final ProcessRunner runner = new ProcessRunner();
  private final Toolchain toolchain = new Toolchain(runner, new BoardCatalogue());
  private final Emulator emulator = new Emulator(runner);
  private final BareRunner bareRunner = new BareRunner(runner);

  /**
   * Compiles and links the project in that folder.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if a tool is missing, the C does not compile
   *     or the image does not fit the board
   */
  public Image build(Path project) {
    return toolchain.build(project);
  }

  /**
   * Compiles a bare project for the process on Linux with all that this machine's processor has:
   * the bytes that any other build gives, in a third of the time.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if gcc is missing or the C does not compile
   */
  public Image buildNative(Path project) {
    return toolchain.buildNative(project);
  }

  /**
   * The image built last.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if the project has not been built
   */
  public Image image(Path project) {
    return toolchain.image(project);
  }

  /**
   * Starts the image built last, in an emulator or as a process; it runs until it is closed.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it has not been built, nothing can run it
   *     or the emulator ends at once
   */
  public Emulation run(Path project, RunOptions options) {
    return emulator.start(toolchain.image(project), options);
  }

  /**
   * Runs a stage of a bare image on inputs.
   *
   * @param functions whose instructions are counted
   */
  public BareRun runBare(
      Image image, BareRun.Places places, List<byte[]> inputs, List<String> functions) {
    return bareRunner.run(image, places, inputs, functions);
  }

  /** Counts instructions of functions by name; hand it to {@link RunOptions#withCounter}. */
  public InstructionCounter counter(List<String> functions) {
    return InstructionCounter.of(runner, functions);
  }

  @Override
  public void close() {
    runner.close();
  }
}
