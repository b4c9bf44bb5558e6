package dev.upcall.host.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Outside programs that some tests need. */
public final class Programs {
  private Programs() {}

  /** Whether a program is installed, in the folders of programs for users or administrators. */
  public static boolean exists(String name) {
    return path(name) != null;
  }

  private static Path path(String name) {
    return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Two ptys whose bytes are each other's, at the given links. */
  public static Running socat(String one, String other) throws IOException, InterruptedException {
    Running running = start("socat", "pty,raw,echo=0,link=" + one, "pty,raw,echo=0,link=" + other);
    running.await(() -> Files.exists(Path.of(one)) && Files.exists(Path.of(other)));
    return running;
  }

  public static Running start(String name, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(path(name).toString()), Stream.of(arguments)).toList();
    return new Running(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** A program while it runs; closing it ends it. */
  public record Running(Process process) implements AutoCloseable {
    /** Waits until the program is ready. */
    public void await(BooleanSupplier ready) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!ready.getAsBoolean()) {
        if (System.nanoTime() > end || process.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the program did not get ready: " + process.info());
        }
      }
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
