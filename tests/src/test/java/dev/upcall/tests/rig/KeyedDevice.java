package dev.upcall.tests.rig;

import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Firmware of the board {@code posix} at a pseudo-terminal, with a key, and with a file in which it
 * keeps pushed parameters. Closing ends it; the file stays.
 */
public final class KeyedDevice implements AutoCloseable {
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private final ProcessRunner runner;
  private final RunningProcess process;
  private final Path port;

  private KeyedDevice(ProcessRunner runner, RunningProcess process, Path port) {
    this.runner = runner;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it, and waits for its terminal.
   *
   * @param folder for the link to the terminal, and the file
   */
  public static KeyedDevice start(Image image, Path key, Path folder) throws InterruptedException {
    Path port = folder.resolve("tty");
    ProcessRunner runner = new ProcessRunner();
    RunningProcess process =
        runner.start(
            List.of(image.elf().toAbsolutePath().toString()),
            image.elf().toAbsolutePath().getParent(),
            Map.of(
                "UPCALL_TTY", port.toString(),
                "UPCALL_KEY_FILE", key.toString(),
                "UPCALL_STORE", folder.resolve("store").toString()));
    KeyedDevice device = new KeyedDevice(runner, process, port);
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!Files.exists(port)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        device.close();
        throw new AssertionError("no terminal at " + port);
      }
      Thread.onSpinWait();
    }
    return device;
  }

  public Path port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
    runner.close();
  }
}
