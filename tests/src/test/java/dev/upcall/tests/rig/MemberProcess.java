package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code upcall member} in a process of its own, to be killed. */
public final class MemberProcess implements AutoCloseable {
  private static final long LIMIT_S = 60;

  private final Process process;
  private final StringBuffer output = new StringBuffer();
  private final CompletableFuture<Long> serving = new CompletableFuture<>();

  private MemberProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "member output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one; it takes a second or more until it serves. */
  public static MemberProcess start(Path project, String member, String broker) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small and quickly there.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("member", project.toString(), "--member", member));
    command.addAll(List.of("--broker", broker, "--beat", "200"));
    try {
      return new MemberProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.append(line).append('\n');
        if (line.contains(" runs as ")) {
          serving.complete(System.nanoTime());
        }
      }
    } catch (IOException e) {
      output.append(e);
    }
    serving.completeExceptionally(new AssertionError("the member ended: " + output));
  }

  /** Waits until it says that it serves, and tells when that was, by {@link System#nanoTime}. */
  public long servingSince() {
    return serving.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
  }

  /** Kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS));
  }

  /** Sends a signal, such as STOP, by name. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
