package dev.upcall.host.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlStoreTest extends HarvestStoreContract {
  @TempDir static Path folder;
  private static PostgresqlServer server;
  private static Path secret;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> programs = PostgresqlServer.programs();
    assumeTrue(programs.isPresent(), "PostgreSQL is not installed");
    server = PostgresqlServer.start(programs.get());
    secret = Files.writeString(folder.resolve("secret"), PostgresqlServer.PASSWORD + "\n");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(text() + "&password=" + PostgresqlServer.URL_PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS upcall_harvest, upcall_harvest_version");
    }
  }

  @Override
  HarvestPlace place() {
    return HarvestPlace.of(text(), Optional.of(SecretSource.file(secret)), Map.of());
  }

  @Override
  String text() {
    return server.url();
  }

  @Override
  Map<String, String> environment() {
    return Map.of(HarvestPlace.PASSWORD, PostgresqlServer.PASSWORD);
  }

  @Test
  void aWrongPasswordIsAnErrorThatDoesNotShowIt() {
    HarvestPlace wrong =
        HarvestPlace.of(text(), Optional.empty(), Map.of(HarvestPlace.PASSWORD, "hunter2"));
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> HarvestWriter.start(wrong, HarvestRetention.STANDARD));
    assertEquals(HostCode.HARVEST_OPEN, e.diagnostics().get(0).code());
    assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    assertTrue(e.getMessage().contains("password authentication failed"), e.getMessage());
  }

  /** Offers go on at once while the server is down; what fits the queue is stored afterwards. */
  @Test
  void aServerThatComesBackGetsWhatWaited() throws IOException, InterruptedException {
    HarvestQueue queue = new HarvestQueue(300, 1 << 20);
    try (HarvestWriter writer =
        new HarvestWriter(place(), HarvestRetention.STANDARD, queue, Duration.ofMillis(10))
            .begin()) {
      writer.offer(Samples.of(0));
      Eventually.await(() -> stored(writer) == 1);
      server.stop();
      writer.offer(Samples.of(1));
      Eventually.await(() -> writer.counters().get(HarvestCounter.FAILURES) > 0);
      long before = System.nanoTime();
      Samples.range(2, 1000).forEach(writer::offer);
      long took = System.nanoTime() - before;
      server.start();
      Eventually.await(() -> stored(writer) == 302);
      assertEquals(698, writer.counters().get(HarvestCounter.DROPPED));
      assertTrue(Duration.ofNanos(took).toMillis() < 1000, took + " ns");
    }
    List<HarvestSample> samples = new ArrayList<>();
    try (HarvestReader reader = HarvestReader.open(place())) {
      reader.read(Samples.ALL, 1000, samples::add);
    }
    assertEquals(Samples.of(301), samples.get(0));
    assertEquals(302, samples.size());
  }

  @Test
  void aServerThatIsAwayAtTheStartIsWaitedFor() throws IOException, InterruptedException {
    server.stop();
    try (HarvestWriter writer =
        new HarvestWriter(
                place(), HarvestRetention.STANDARD, new HarvestQueue(), Duration.ofMillis(10))
            .begin()) {
      writer.offer(Samples.of(0));
      server.start();
      Eventually.await(() -> stored(writer) == 1);
    } finally {
      if (!isUp()) {
        server.start();
      }
    }
  }

  private boolean isUp() {
    try {
      HarvestStore.open(place()).close();
      return true;
    } catch (UpcallException e) {
      return false;
    }
  }

  private static long stored(HarvestWriter writer) {
    return writer.counters().get(HarvestCounter.STORED);
  }
}
