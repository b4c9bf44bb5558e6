package dev.upcall.host.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.Gateway;
import dev.upcall.host.gateway.UpcallKey;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device's upcall is stored, so that it does not ask again; its line breaks, the answer is lost,
 * and the gateway ends while the device is away.
 */
class MissedAnswerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final RecordingConnection device = new RecordingConnection();
  private Project project;
  private Answer missed;

  /** Another device goes on being answered for a minute. */
  @BeforeEach
  void work() throws Exception {
    project = TinyProject.in(folder.resolve("tiny"));
    missed = answered(Devices.upcallFrom(project, 1, 2, 5), NOON);
    for (int second = 10; second <= 60; second += 10) {
      answered(Devices.upcallFrom(project, 9, 2, second), NOON.plusSeconds(second));
    }
  }

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private JournalSettings settings() {
    return JournalSettings.of(folder.resolve("journal"));
  }

  /** Stored and answered by a gateway of that time. */
  private Answer answered(UpcallRequest upcall, Instant when) throws Exception {
    Answer answer = new Answer(upcall.header(), 1, 0.75f, 0b111);
    try (DiskFiles files = DiskFiles.open(settings().folder())) {
      Clock clock = Clock.fixed(when, ZoneOffset.UTC);
      FileJournal journal = new FileJournal(files, settings(), clock);
      CompletableFuture<Void> stored = journal.store(upcall);
      journal.writeNow();
      stored.get();
      CompletableFuture<Void> noted = journal.answered(UpcallKey.of(upcall.header()), answer);
      journal.writeNow();
      noted.get();
    }
    return answer;
  }

  @Test
  void theNextGatewaySendsTheAnswerWhenTheDeviceIsBack() throws Exception {
    try (FileJournal journal = FileJournal.open(settings());
        Gateway gateway = new Gateway(journal, System::nanoTime, loop)) {
      gateway.serve(project);
      // A retained birth, delivered while the device is away still; then its own.
      for (int i = 0; i < 2; i++) {
        gateway.received(device, Devices.birth(project, 1, 2));
        assertEquals(missed, device.next(Answer.class));
      }
      gateway.received(device, Devices.birth(project, 1, 3));
      gateway.drain().get();
      assertEquals(List.of(), device.rest(), "not for another start");
    }
  }

  /** Of one that does ask again, because it never heard that its upcall was stored. */
  @Test
  void aRepeatedUpcallGetsTheAnswerToo() throws Exception {
    try (FileJournal journal = FileJournal.open(settings());
        Gateway gateway = new Gateway(journal, System::nanoTime, loop)) {
      gateway.serve(project);
      gateway.received(device, Devices.upcallFrom(project, 1, 2, 5));
      assertEquals(missed, device.next(Answer.class));
    }
  }

  /** What it has beyond that it cannot be waiting for. */
  @Test
  void noMoreIsSentAgainThanTheDeviceKeepsOpen() throws Exception {
    try (FileJournal journal = FileJournal.open(settings());
        Gateway gateway = new Gateway(journal, System::nanoTime, loop)) {
      gateway.serve(project);
      gateway.received(device, Devices.birth(project, 9, 2));
      // The last, and the one of ten seconds before it.
      assertEquals(50, device.next(Answer.class).header().sequence());
      assertEquals(60, device.next(Answer.class).header().sequence());
      gateway.received(device, Devices.upcallFrom(project, 9, 2, 70));
      assertEquals(Ack.Code.STORED, device.next(Ack.class).code());
      assertEquals(70, device.next(Answer.class).header().sequence());
    }
  }
}
