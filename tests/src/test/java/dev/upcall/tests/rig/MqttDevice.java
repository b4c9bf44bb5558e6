package dev.upcall.tests.rig;

import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import java.nio.file.Path;
import java.util.HashMap;
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
    return start(image, port, site, name, Map.of());
  }

  /** The same with a key, whose file is given. */
  public static MqttDevice start(Image image, int port, String site, String name, Path key) {
    return start(image, port, site, name, Map.of("UPCALL_KEY_FILE", key.toString()));
  }

  private static MqttDevice start(
      Image image, int port, String site, String name, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("UPCALL_MQTT", "127.0.0.1:" + port);
    environment.put("UPCALL_SITE", site);
    environment.put("UPCALL_NAME", name);
    // Names tell devices apart for people, numbers on the wire.
    environment.put("UPCALL_DEVICE", String.valueOf(name.hashCode() & 0x7fffffff));
    ProcessRunner runner = new ProcessRunner();
    RunningProcess process =
        runner.start(
            List.of(image.elf().toAbsolutePath().toString()),
            image.elf().toAbsolutePath().getParent(),
            environment);
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
