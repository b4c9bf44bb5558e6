package dev.upcall.host.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds of a harvest store whatever database it is. */
abstract class HarvestStoreContract {
  private static final Duration SHORT = Duration.ofMillis(10);

  /** An empty store; the same throughout a test. */
  abstract HarvestPlace place();

  /** {@link #place} as another process is told of it. */
  abstract String text();

  /** And what it needs besides. */
  Map<String, String> environment() {
    return Map.of();
  }

  private List<HarvestSample> all() {
    return read(Samples.ALL);
  }

  private List<HarvestSample> read(HarvestFilter filter) {
    List<HarvestSample> samples = new ArrayList<>();
    try (HarvestReader reader = HarvestReader.open(place())) {
      reader.read(filter, Integer.MAX_VALUE, samples::add);
    }
    return samples;
  }

  private int add(List<HarvestSample> samples) throws SQLException {
    try (HarvestStore store = HarvestStore.open(place())) {
      return store.add(samples);
    }
  }

  private HarvestWriter writer(HarvestRetention retention) {
    return new HarvestWriter(place(), retention, new HarvestQueue(), SHORT).begin();
  }

  @Test
  void keepsAllFieldsOfASample() throws SQLException {
    HarvestSample sample = Samples.of(7);
    assertEquals(1, add(List.of(sample)));
    assertEquals(List.of(sample), all());
  }

  /** Statements have parameters, so a name is never more than a name. */
  @Test
  void aHostileNameIsAName() throws SQLException {
    List<HarvestSample> samples = new ArrayList<>();
    for (String name :
        List.of(
            "'); DROP TABLE upcall_harvest; --",
            "\" ' \\ ? $1 {}",
            "\u00e9\ud83d\ude00\u202e",
            "")) {
      samples.add(0, Samples.of(samples.size(), "digits", name, new byte[] {1}));
    }
    assertEquals(samples.size(), add(samples));
    assertEquals(samples, all());
  }

  @Test
  void aKeyIsKeptOnce() throws SQLException {
    assertEquals(10, add(Samples.range(0, 10)));
    assertEquals(5, add(Samples.range(5, 15)));
    HarvestSample other = Samples.of(3, "digits", "another name", new byte[] {9});
    assertEquals(0, add(List.of(other, other)));
    assertEquals(15, all().size());
    assertTrue(all().contains(Samples.of(3)));
  }

  /** As two gateways would that both got a device's upcalls. */
  @Test
  void twoWritersAtOnceKeepEachKeyOnce() {
    int samples = 2000;
    Map<HarvestCounter, Long> one;
    Map<HarvestCounter, Long> other;
    try (HarvestWriter a = writer(HarvestRetention.STANDARD);
        HarvestWriter b = writer(HarvestRetention.STANDARD)) {
      CompletableFuture<Void> first = CompletableFuture.runAsync(() -> offer(a, samples, 1));
      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> offer(b, samples, 2));
      CompletableFuture.allOf(first, second).join();
      awaitStored(a, samples);
      awaitStored(b, samples);
      one = a.counters();
      other = b.counters();
    }
    assertEquals(samples, all().size());
    assertEquals(
        samples, one.get(HarvestCounter.STORED) + other.get(HarvestCounter.STORED), "stored");
    assertEquals(
        samples,
        one.get(HarvestCounter.DUPLICATES) + other.get(HarvestCounter.DUPLICATES),
        "duplicates");
  }

  private static void offer(HarvestWriter writer, int samples, int seed) {
    List<HarvestSample> shuffled = Samples.range(0, samples);
    Collections.shuffle(shuffled, new Random(seed));
    shuffled.forEach(writer::offer);
  }

  private static void awaitStored(HarvestWriter writer, int samples) {
    Eventually.await(
        () ->
            writer.counters().get(HarvestCounter.STORED)
                    + writer.counters().get(HarvestCounter.DUPLICATES)
                == samples);
  }

  @Test
  void whatTheDatabaseRefusesIsLostAlone() {
    Map<HarvestCounter, Long> counted;
    try (HarvestWriter writer = writer(HarvestRetention.STANDARD)) {
      Samples.range(0, 20).forEach(writer::offer);
      writer.offer(Samples.of(20, "x".repeat(49), "dev", new byte[] {1}));
      Samples.range(21, 40).forEach(writer::offer);
      awaitStored(writer, 39);
      counted = writer.counters();
    }
    assertEquals(39, all().size());
    assertEquals(1, counted.get(HarvestCounter.REFUSED));
    assertEquals(0, counted.get(HarvestCounter.DROPPED));
  }

  @Test
  void whatADriverShouldNotThrowLosesABatchAndNotTheThread() {
    HarvestSample good = Samples.of(1);
    try (HarvestWriter writer = writer(HarvestRetention.STANDARD)) {
      writer.offer(Samples.unreadable(0));
      Eventually.await(() -> writer.counters().get(HarvestCounter.DROPPED) == 1);
      writer.offer(good);
      awaitStored(writer, 1);
    }
    assertEquals(List.of(good), all());
  }

  @Test
  void rowsThatADriverDoesNotCountAreOneEach() {
    assertEquals(3, HarvestStore.added(1, 0, Statement.SUCCESS_NO_INFO, 1));
  }

  @Test
  void closingStoresWhatWaits() {
    try (HarvestWriter writer = writer(HarvestRetention.STANDARD)) {
      Samples.range(0, 1000).forEach(writer::offer);
    }
    assertEquals(1000, all().size());
  }

  @Test
  void forgetsTheOldestByCountBytesAndAge() throws SQLException {
    add(Samples.range(0, 100));
    try (HarvestStore store = HarvestStore.open(place())) {
      Optional<Duration> ever = Optional.empty();
      assertEquals(0, store.retain(new HarvestRetention(100, 400, ever), Samples.START));
      assertEquals(40, store.retain(new HarvestRetention(60, 400, ever), Samples.START));
      assertEquals(10, store.retain(new HarvestRetention(60, 203, ever), Samples.START));
      HarvestRetention old = new HarvestRetention(60, 400, Optional.of(Duration.ofSeconds(30)));
      assertEquals(21, store.retain(old, Samples.START.plusSeconds(100)));
    }
    assertEquals(Samples.of(71), all().get(all().size() - 1));
    assertEquals(29, all().size());
  }

  @Test
  void aWriterForgetsAsItGoes() {
    try (HarvestWriter writer = writer(new HarvestRetention(10, 1000, Optional.empty()))) {
      for (HarvestSample sample : Samples.range(0, 300)) {
        writer.offer(sample);
      }
      Eventually.await(() -> writer.counters().get(HarvestCounter.DELETED) >= 288);
    }
    assertTrue(all().size() <= 12, all().size() + " samples");
    assertEquals(Samples.of(299), all().get(0));
  }

  @Test
  void readsByPagesTheNewestFirst() throws SQLException {
    List<HarvestSample> samples = Samples.range(0, 450);
    add(samples);
    Collections.reverse(samples);
    assertEquals(samples, all());
    try (HarvestReader reader = HarvestReader.open(place())) {
      List<HarvestSample> few = new ArrayList<>();
      assertEquals(210, reader.read(Samples.ALL, 210, few::add));
      assertEquals(samples.subList(0, 210), few);
    }
  }

  @Test
  void filtersAndCounts() throws SQLException {
    add(Samples.range(0, 60));
    add(List.of(Samples.of(60, "other", "dev", new byte[] {1})));
    HarvestFilter filter =
        new HarvestFilter(
            "digits",
            "0".repeat(64),
            Optional.of(Samples.START.plusSeconds(10)),
            true,
            OptionalInt.of(1),
            OptionalDouble.of(0.3f),
            true);
    List<Integer> found = read(filter).stream().map(sample -> sample.key().sequence()).toList();
    assertEquals(List.of(53, 51, 41, 33, 23, 21, 11), found);
    try (HarvestReader reader = HarvestReader.open(place())) {
      HarvestCount ones = reader.counts(Samples.ALL).get(1);
      assertEquals(1, ones.hostClass());
      assertEquals(30, ones.samples());
      assertEquals(20, ones.disagreeing());
      assertEquals(0, ones.maps());
      assertEquals(0.5, ones.confidence(), 1e-6);
      assertEquals(Samples.of(59).answered(), ones.newest());
      assertEquals(Map.of("digits", 60L, "other", 1L), reader.projects());
    }
  }

  @Test
  void aNewerStoreIsRefused() throws SQLException {
    try (HarvestStore store = HarvestStore.open(place());
        Statement statement = store.connection().createStatement()) {
      statement.execute("INSERT INTO upcall_harvest_version (version) VALUES (2)");
      store.connection().commit();
    }
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> HarvestWriter.start(place(), HarvestRetention.STANDARD));
    assertEquals(HostCode.HARVEST_NEWER, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("version 2"), e.getMessage());
  }

  /** A process that is killed while it writes leaves whole batches. */
  @Test
  void aCrashLeavesNoPartOfABatch() throws IOException, InterruptedException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BatchesUntilKilled.class.getName(),
            text());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment());
    Process process = builder.start();
    int committed = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null && committed < 4; line = out.readLine()) {
        committed = Integer.parseInt(line);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals(4, committed);
    int found = all().size();
    assertEquals(0, found % BatchesUntilKilled.BATCH);
    assertTrue(found >= committed * BatchesUntilKilled.BATCH, found + " samples");
    assertEquals(found, Samples.range(0, found).stream().filter(all()::contains).count());
  }
}
