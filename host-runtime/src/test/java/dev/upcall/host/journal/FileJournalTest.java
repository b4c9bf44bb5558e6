package dev.upcall.host.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.Journal;
import dev.upcall.host.gateway.UpcallKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real disk, with its thread. */
class FileJournalTest {
  @TempDir Path folder;

  private JournalSettings settings() {
    return JournalSettings.of(folder.resolve("journal"));
  }

  private JournalSettings tiny() {
    return settings().within(16 << 10, Duration.ofHours(1));
  }

  @Test
  void remembersWhatIsOpenAndWhatWasAnswered() throws Exception {
    UpcallRequest open = Workload.upcall(1, 100);
    UpcallRequest done = Workload.upcall(2, 100);
    try (FileJournal journal = FileJournal.open(settings())) {
      journal.store(open).get();
      journal.store(done).get();
      journal.answered(key(done), Workload.answer(done)).get();
      assertEquals(1, journal.stats().unanswered());
      assertTrue(journal.isDurable());
    }
    try (FileJournal journal = FileJournal.open(settings())) {
      assertEquals(List.of(key(open)), journal.unanswered(Workload.SIGNATURE));
      assertEquals(List.of(), journal.unanswered(7));
      assertEquals(Optional.of(open), journal.upcall(key(open)));
      assertEquals(Optional.empty(), journal.upcall(key(done)));
      assertEquals(Optional.of(Workload.answer(done)), journal.answer(key(done)));
      assertEquals(
          List.of(new Journal.Noted(Workload.answer(done), Duration.ZERO)),
          journal.answersOfBefore());
      assertEquals(List.of(), journal.answersOfBefore(), "told once");
    }
  }

  @Test
  void whatWaitsSharesAnFsync() throws Exception {
    try (FileJournal journal = FileJournal.open(settings())) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 1; i <= 500; i++) {
        all.add(journal.store(Workload.upcall(i, 100)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
      assertEquals(500, journal.stats().unanswered());
      assertTrue(journal.stats().forces() < 250, () -> journal.stats().toString());
    }
  }

  @Test
  void theSameUpcallIsStoredOnce() throws Exception {
    try (FileJournal journal = FileJournal.open(settings())) {
      journal.store(Workload.upcall(1, 100)).get();
      long bytes = journal.stats().bytes();
      journal.store(Workload.upcall(1, 100)).get();
      assertEquals(bytes, journal.stats().bytes());
    }
  }

  @Test
  void aFolderBelongsToOneJournal() {
    try (FileJournal journal = FileJournal.open(settings())) {
      assertEquals(HostCode.JOURNAL_LOCKED, refused(settings()).code());
      assertTrue(journal.isDurable());
    }
    FileJournal.open(settings()).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Diagnostic said = refused(JournalSettings.of(file));
    assertEquals(HostCode.JOURNAL_FOLDER, said.code());
    assertFalse(said.fix().isEmpty());
  }

  @Test
  void anUnfinishedEndIsLeftOutAndTheJournalGoesOn() throws Exception {
    try (FileJournal journal = FileJournal.open(settings())) {
      journal.store(Workload.upcall(1, 100)).get();
      journal.store(Workload.upcall(2, 100)).get();
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(bytes, bytes.length - 7));
    for (int start = 0; start < 3; start++) {
      try (FileJournal journal = FileJournal.open(settings())) {
        assertEquals(1 + start, journal.stats().unanswered());
        journal.store(Workload.upcall(10 + start, 100)).get();
      }
    }
  }

  /** The disk wrote the second record of a segment's first write, and not the first. */
  @Test
  void aSegmentWhoseFirstWriteIsTornDoesNotStandInTheWayLater() throws Exception {
    try (DiskFiles files = DiskFiles.open(settings().folder())) {
      FileJournal journal = new FileJournal(files, settings(), Clock.systemUTC());
      CompletableFuture<Void> first = journal.store(Workload.upcall(1, 100));
      CompletableFuture<Void> second = journal.store(Workload.upcall(2, 100));
      journal.writeNow();
      assertTrue(first.isDone() && second.isDone());
    }
    // Nothing proves that these two were forced, so they are what the next process writes first.
    FileJournal.open(settings()).close();
    Path segment = segments().get(1);
    byte[] bytes = Files.readAllBytes(segment);
    Arrays.fill(bytes, SegmentHeader.BYTES, SegmentHeader.BYTES + 64, (byte) 0);
    Files.write(segment, bytes);
    for (int start = 0; start < 3; start++) {
      try (FileJournal journal = FileJournal.open(settings())) {
        assertEquals(2 + start, journal.stats().unanswered());
        journal.store(Workload.upcall(10 + start, 100)).get();
      }
    }
  }

  /** Else whoever has a device could have the gateway refuse its journal after a power failure. */
  @Test
  void aRecordInAnUpcallsBytesIsNoRecord() throws Exception {
    ByteBuffer inner = Records.buffer(200);
    Records.write(inner, Entry.of(Workload.upcall(7, 40), 0), Integer.MAX_VALUE, 0);
    UpcallRequest plain = Workload.upcall(1, 100);
    UpcallRequest upcall =
        new UpcallRequest(plain.header(), 0, plain.scores(), Bytes.of(inner.array()));
    try (FileJournal journal = FileJournal.open(settings())) {
      journal.store(upcall).get();
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    try (FileJournal journal = FileJournal.open(settings())) {
      assertEquals(0, journal.stats().unanswered());
    }
  }

  @Test
  void damageInTheMiddleIsNamedAndNothingIsSkipped() throws Exception {
    try (FileJournal journal = FileJournal.open(settings())) {
      for (int i = 1; i <= 9; i++) {
        journal.store(Workload.upcall(i, 100)).get();
      }
    }
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    int salt = SegmentHeader.read(bytes).orElseThrow().salt();
    int second =
        SegmentHeader.BYTES + Records.read(bytes, SegmentHeader.BYTES, salt).orElseThrow().size();
    byte[] damaged = bytes.clone();
    damaged[second + 60] ^= 4;
    Files.write(segment, damaged);
    Diagnostic said = refused(settings());
    assertEquals(HostCode.JOURNAL_DAMAGED, said.code());
    assertTrue(said.at().endsWith("000000000001.journal, offset " + second), said.at());
    assertFalse(said.fix().isEmpty());
    assertEquals(bytes.length, Files.size(segment), "it was changed");

    damaged = bytes.clone();
    damaged[10] ^= 4;
    Files.write(segment, damaged);
    assertEquals(HostCode.JOURNAL_DAMAGED, refused(settings()).code());

    Files.write(segment, bytes);
    try (FileJournal journal = FileJournal.open(settings())) {
      assertEquals(9, journal.stats().unanswered());
    }
  }

  @Test
  void aLostSegmentIsNamed() throws Exception {
    try (FileJournal journal = FileJournal.open(tiny())) {
      for (int i = 1; i <= 20; i++) {
        journal.store(Workload.upcall(i, 200)).get();
      }
    }
    List<Path> segments = segments();
    assertTrue(segments.size() > 4);
    Path away = folder.resolve("away");
    Files.move(segments.get(2), away);
    Diagnostic said = refused(tiny());
    assertEquals(HostCode.JOURNAL_SEGMENT_MISSING, said.code());
    assertTrue(said.title().contains(segments.get(2).getFileName().toString()), said.title());

    // As the fix says: without those before, the rest is a journal.
    Files.delete(segments.get(0));
    Files.delete(segments.get(1));
    try (FileJournal journal = FileJournal.open(tiny())) {
      assertTrue(journal.stats().unanswered() > 0);
    }
  }

  @Test
  void unansweredUpcallsAreNeverDroppedForRoom() throws Exception {
    try (FileJournal journal = FileJournal.open(tiny())) {
      int stored = 0;
      Throwable refusal = null;
      while (refusal == null) {
        try {
          journal.store(Workload.upcall(stored + 1, 200)).get();
          stored++;
        } catch (ExecutionException e) {
          refusal = e.getCause();
        }
      }
      assertTrue(refusal.getMessage().contains("full of unanswered"), refusal.getMessage());
      assertEquals(stored, journal.stats().unanswered());
      assertTrue(journal.stats().bytes() <= tiny().maxBytes());
      UpcallRequest first = journal.upcall(new UpcallKey(1, 2, 1)).orElseThrow();
      journal.answered(key(first), Workload.answer(first)).get();
      journal.store(Workload.upcall(1000, 200)).get();
    }
  }

  /** One upcall stays open while thousands pass by: it moves on from segment to segment. */
  @Test
  void aCrowdedJournalForgetsWhatIsAnsweredAndKeepsWhatIsNot() throws Exception {
    UpcallRequest stays = Workload.upcall(1_000_000, 300);
    try (FileJournal journal = FileJournal.open(tiny())) {
      journal.store(stays).get();
      for (int i = 1; i <= 500; i++) {
        UpcallRequest upcall = Workload.upcall(i, 200);
        journal.store(upcall).get();
        journal.answered(key(upcall), Workload.answer(upcall)).get();
      }
      assertTrue(journal.stats().bytes() <= tiny().maxBytes(), journal.stats().toString());
      assertEquals(Optional.of(stays), journal.upcall(key(stays)));
    }
    try (FileJournal journal = FileJournal.open(tiny())) {
      assertEquals(List.of(key(stays)), journal.unanswered(Workload.SIGNATURE));
      assertEquals(Optional.of(stays), journal.upcall(key(stays)));
    }
  }

  @Test
  void anUpcallLargerThanASegmentIsRefused() {
    try (FileJournal journal = FileJournal.open(tiny())) {
      assertThrows(ExecutionException.class, () -> journal.store(Workload.upcall(1, 2000)).get());
    }
  }

  @Test
  void aClosedJournalTakesNothing() {
    FileJournal journal = FileJournal.open(settings());
    journal.close();
    assertThrows(ExecutionException.class, () -> journal.store(Workload.upcall(1, 10)).get());
  }

  private static UpcallKey key(UpcallRequest upcall) {
    return UpcallKey.of(upcall.header());
  }

  private static Diagnostic refused(JournalSettings settings) {
    UpcallException e = assertThrows(UpcallException.class, () -> FileJournal.open(settings));
    return e.diagnostics().get(0);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
      return files.filter(file -> file.toString().endsWith(".journal")).sorted().toList();
    }
  }
}
