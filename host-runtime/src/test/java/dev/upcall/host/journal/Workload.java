package dev.upcall.host.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.UpcallKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Upcalls that are stored and, four of five, answered; several to an fsync; and the book of what
 * the journal promised, which it is held to after a restart.
 */
final class Workload {
  static final long SIGNATURE = 0x0123456789abcdefL;

  /** 16 segments of a kilobyte, each for some nine upcalls. */
  static final JournalSettings SMALL =
      new JournalSettings(Path.of("journal"), 16 << 10, Duration.ofSeconds(20), 1 << 20);

  private static final int GROUP = 3;

  private final Map<UpcallKey, UpcallRequest> sent = new LinkedHashMap<>();
  private final Set<UpcallKey> stored = new HashSet<>();
  private final Map<UpcallKey, Answer> answers = new LinkedHashMap<>();
  private final Set<UpcallKey> answered = new HashSet<>();
  private int next = 1;
  private int retries;

  static UpcallRequest upcall(int sequence, int bytes) {
    byte[] input = new byte[bytes];
    input[0] = (byte) sequence;
    Header header = new Header(1, 2, sequence, SIGNATURE, 0, 0);
    return new UpcallRequest(header, 0, Bytes.of((byte) 3, (byte) 2), Bytes.of(input));
  }

  static Answer answer(UpcallRequest upcall) {
    return new Answer(upcall.header(), upcall.header().sequence() & 1, 0.5f, 3);
  }

  /** A second a group. */
  private Clock clock() {
    return Clock.fixed(Instant.ofEpochSecond(1000 + next / GROUP), ZoneOffset.UTC);
  }

  /** A journal on that disk, at the workload's time. */
  FileJournal open(JournalFiles files) {
    return new FileJournal(files, SMALL, new Moving());
  }

  private final class Moving extends Clock {
    @Override
    public Instant instant() {
      return clock().instant();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /**
   * Stores and answers so many groups. What is refused comes again later, as from devices.
   *
   * @param until ends it early
   */
  void run(FileJournal journal, int groups, BooleanSupplier until) throws InterruptedException {
    for (int group = 0; group < groups && !until.getAsBoolean(); group++) {
      for (int i = 0; i < GROUP; i++) {
        UpcallRequest upcall = upcall(next++, 40);
        sent.put(UpcallKey.of(upcall.header()), upcall);
      }
      storeAll(journal);
      answerSome(journal);
    }
  }

  /** Sends all that is not stored. */
  void storeAll(FileJournal journal) throws InterruptedException {
    Map<UpcallKey, CompletableFuture<Void>> storing = new LinkedHashMap<>();
    for (Map.Entry<UpcallKey, UpcallRequest> one : sent.entrySet()) {
      if (!stored.contains(one.getKey())) {
        storing.put(one.getKey(), journal.store(one.getValue()));
      }
    }
    finish(journal, storing);
    storing.forEach(
        (key, done) -> {
          if (done.isCompletedExceptionally()) {
            retries++;
          } else {
            stored.add(key);
          }
        });
  }

  private void answerSome(FileJournal journal) throws InterruptedException {
    Map<UpcallKey, CompletableFuture<Void>> noting = new LinkedHashMap<>();
    for (UpcallKey key : stored) {
      if (key.sequence() % 5 != 0 && !answers.containsKey(key)) {
        Answer answer = answer(sent.get(key));
        answers.put(key, answer);
        noting.put(key, journal.answered(key, answer));
      }
    }
    finish(journal, noting);
    noting.forEach(
        (key, done) -> {
          if (!done.isCompletedExceptionally()) {
            answered.add(key);
          }
        });
  }

  private static void finish(FileJournal journal, Map<UpcallKey, CompletableFuture<Void>> work)
      throws InterruptedException {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(work.values().toArray(CompletableFuture[]::new));
    do {
      journal.writeNow();
    } while (!all.isDone());
  }

  /** What was acknowledged is there once; what was answered is not to be answered again. */
  void check(FileJournal journal) {
    List<UpcallKey> unanswered = journal.unanswered(SIGNATURE);
    Set<UpcallKey> open = new HashSet<>(unanswered);
    assertEquals(unanswered.size(), open.size(), "one is there twice");
    for (UpcallKey key : unanswered) {
      assertEquals(Optional.of(sent.get(key)), journal.upcall(key));
      assertFalse(answered.contains(key), () -> key + " was answered");
    }
    for (UpcallKey key : stored) {
      if (!answers.containsKey(key)) {
        assertTrue(open.contains(key), () -> key + " was stored");
      }
    }
    answers.forEach(
        (key, answer) -> {
          Optional<Answer> known = journal.answer(key);
          assertTrue(known.isEmpty() || known.get().equals(answer));
          assertTrue(known.isEmpty() || !open.contains(key));
        });
    int latest = answered.stream().mapToInt(UpcallKey::sequence).max().orElse(0);
    for (UpcallKey key : answered) {
      if (key.sequence() == latest) {
        assertTrue(journal.answer(key).isPresent(), () -> "the answer to " + key + " is lost");
      }
    }
  }

  /** Also those that the disk refused at first. */
  void checkAllAnswersNoted(FileJournal journal) {
    for (UpcallKey key : journal.unanswered(SIGNATURE)) {
      assertFalse(answers.containsKey(key), () -> "the answer to " + key + " was forgotten");
    }
  }

  int sent() {
    return sent.size();
  }

  int stored() {
    return stored.size();
  }

  int answered() {
    return answered.size();
  }

  /** Upcalls that had to come again. */
  int retries() {
    return retries;
  }
}
