package dev.upcall.tests.rig;

import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.util.List;
import java.util.Map;

/** Firmware of the board {@code posix} that speaks MQTT. Closing ends it. */
public final class MqttDevice implements AutoCloseable {
  private final ProcessRunner runner;
  private final RunningProcess process;

  private MqttDevice(ProcessRunner runner, RunningProcess process) {
    this.runner = runner;
    this.process = process;
  }

  /**
   * Starts it; it connects by itself.
   *
   * @param port of a broker on this machine
   */
  public static MqttDevice start(Image image, int port, String site, String name) {
    ProcessRunner runner = new ProcessRunner();
    RunningProcess process =
        runner.start(
            List.of(image.elf().toAbsolutePath().toString()),
            image.elf().toAbsolutePath().getParent(),
            Map.of("UPCALL_MQTT", "127.0.0.1:" + port, "UPCALL_SITE", site, "UPCALL_NAME", name));
    return new MqttDevice(runner, process);
  }

  /** False once the firmware has faulted. */
  public boolean isRunning() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.close();
    runner.close();
  }
}
