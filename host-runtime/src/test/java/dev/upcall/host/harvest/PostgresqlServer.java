package dev.upcall.host.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own in a temporary folder, on a free port of the loopback interface.
 * It refuses to run as root; there it runs as the user that its package brings.
 */
final class PostgresqlServer implements AutoCloseable {
  static final String PASSWORD = "p\u00e4ss ' word";
  static final String URL_PASSWORD = "p%C3%A4ss%20'%20word";

  private final Path programs;
  private final Path folder;
  private final Path log;
  private final int port;

  private PostgresqlServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.log = folder.resolve("log");
    this.port = port;
  }

  /** Where Debian keeps the server's programs; empty where it is not installed. */
  static Optional<Path> programs() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .filter(bin -> !isRoot() || Files.isExecutable(Path.of("/usr/sbin/runuser")))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static PostgresqlServer start(Path programs) throws IOException, InterruptedException {
    // In /tmp itself: another user has to get there, and a socket's path is short.
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "upcall-pg");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres:", folder.toString()), Optional.empty());
    }
    PostgresqlServer server = new PostgresqlServer(programs, folder, port);
    server.program(
        "initdb",
        "--no-sync",
        "--auth=scram-sha-256",
        "--username=harvester",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--pwfile=" + folder.resolve("password"),
        "--pgdata=" + folder.resolve("data"));
    server.start();
    return server;
  }

  void start() throws IOException, InterruptedException {
    program(
        "pg_ctl",
        "start",
        "--wait",
        "--pgdata=" + folder.resolve("data"),
        "--log=" + log,
        "--options=-F -c listen_addresses=127.0.0.1 -c port="
            + port
            + " -c unix_socket_directories="
            + folder);
  }

  /** Ends all connections at once, as a crash would. */
  void stop() throws IOException, InterruptedException {
    program("pg_ctl", "stop", "--wait", "--mode=immediate", "--pgdata=" + folder.resolve("data"));
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=harvester";
  }

  private void program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("/usr/sbin/runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command, Optional.of(folder));
  }

  private static void run(List<String> command, Optional<Path> folder)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("upcall-pg", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.map(Path::toFile).orElse(null))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command + " does not end");
    assertEquals(0, process.exitValue(), () -> command + ": " + text(output));
    Files.delete(output);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    try {
      stop();
      run(List.of("rm", "-rf", folder.toString()), Optional.empty());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
