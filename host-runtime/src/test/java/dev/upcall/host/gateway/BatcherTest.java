package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.HostCode;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatcherTest {
  /** The sequence of an upcall says when it came, in microseconds. */
  private record Asked(
      List<UpcallRequest> batch, Duration budget, CompletableFuture<List<CombinedAnswer>> future) {
    int size() {
      return batch.size();
    }

    List<Duration> arrived() {
      return batch.stream()
          .map(upcall -> Duration.of(upcall.header().sequence(), ChronoUnit.MICROS))
          .toList();
    }
  }

  private final List<Asked> asked = new ArrayList<>();
  private final List<CombinedAnswer> answers = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private long now;
  private boolean busy;
  private final Batcher batcher =
      new Batcher(
          (batch, budget) -> {
            asked.add(new Asked(batch, budget, new CompletableFuture<>()));
            return asked.get(asked.size() - 1).future();
          },
          () -> busy,
          Duration.ofMillis(100),
          10,
          () -> now,
          Runnable::run);

  @Test
  void aLoneUpcallGoesAtOnceWithTheWholeBudget() {
    add(1);
    assertEquals(1, asked.size());
    assertEquals(Duration.ofMillis(100), asked.get(0).budget());
  }

  @Test
  void aBatchOfLargeSamplesIsOneMessageThatBrokersTake() {
    add(4);
    Bytes large = Bytes.of(new byte[300_000]);
    for (int i = 0; i < 6; i++) {
      Header header = new Header(1, 1, i, 0, 0, 0);
      UpcallRequest upcall = new UpcallRequest(header, 0, Bytes.of((byte) 0), large);
      batcher.add(upcall, now, (answer, error) -> {});
    }
    answer(0);
    assertEquals(3, asked.get(4).size());
    answer(1);
    assertEquals(3, asked.get(5).size());
  }

  @Test
  void whatArrivesMeanwhileBecomesOneBatchWithTheTimeThatIsLeft() {
    add(4);
    assertEquals(4, asked.size());
    add(1);
    now = Duration.ofMillis(30).toNanos();
    add(69);
    assertEquals(4, asked.size());
    answer(0);
    assertEquals(64, asked.get(4).size());
    assertEquals(Duration.ofMillis(70), asked.get(4).budget());
    now = Duration.ofMillis(125).toNanos();
    answer(1);
    assertEquals(6, asked.get(5).size());
    assertEquals(Duration.ofMillis(10), asked.get(5).budget());
    answer(5);
    assertEquals(1 + 1 + 6, answers.size());
  }

  @Test
  void whereABatchWouldWaitItGrowsInstead() {
    busy = true;
    add(1);
    assertEquals(1, asked.size(), "nothing is under way that would ask again");
    add(63);
    assertEquals(1, asked.size());
    add(1);
    assertEquals(64, asked.get(1).size(), "a whole one goes");
    add(5);
    answer(0);
    assertEquals(2, asked.size(), "the second is under way");
    busy = false;
    add(1);
    assertEquals(6, asked.get(2).size());
  }

  @Test
  void theEndOfABatchSendsWhatGrewMeanwhile() {
    busy = true;
    add(4);
    answer(0);
    assertEquals(3, asked.get(1).size());
    assertEquals(2, asked.size());
  }

  @Test
  void whoseTimeIsUpFirstComesFirst() {
    add(4);
    now = Duration.ofMillis(50).toNanos();
    add(1);
    // It came before, and was longer in the journal.
    addThatCame(Duration.ofMillis(20));
    answer(0);
    assertEquals(List.of(Duration.ofMillis(20), Duration.ofMillis(50)), asked.get(4).arrived());
    assertEquals(Duration.ofMillis(70), asked.get(4).budget());
  }

  @Test
  void whatNobodyWaitsForComesLastAndHasItsTime() {
    add(4);
    add(2);
    now = Duration.ofMillis(200).toNanos();
    add(1);
    answer(0);
    assertEquals(List.of(Duration.ofMillis(200)), asked.get(4).arrived());
    answer(1);
    assertEquals(List.of(Duration.ZERO, Duration.ZERO), asked.get(5).arrived());
    assertEquals(Duration.ofMillis(100), asked.get(5).budget());
    answer(5);
    assertEquals(1 + 1 + 2, answers.size());
  }

  @Test
  void whatNobodyWaitsForGivesWay() {
    add(4);
    add(9);
    assertTrue(batcher.reserve());
    assertFalse(batcher.reserve());
    now = Duration.ofMillis(200).toNanos();
    assertTrue(batcher.reserve());
    assertEquals(1, errors.size());
    UpcallException expired = assertInstanceOf(UpcallException.class, errors.get(0));
    assertEquals(HostCode.EXPIRED, expired.diagnostics().get(0).code());
  }

  @Test
  void batchesShrinkUntilTheyAreInTimeAndGrowAgain() {
    add(4);
    add(64);
    answer(0);
    assertEquals(64, asked.get(4).size());
    now = Duration.ofMillis(100).toNanos();
    answer(4);
    // One takes the place that is free, the others wait.
    add(65);
    assertEquals(1, asked.get(5).size());
    answer(1);
    assertEquals(32, asked.get(6).size());
    now = Duration.ofMillis(101).toNanos();
    answer(6);
    assertEquals(32, asked.get(7).size());
    add(64);
    answer(7);
    assertEquals(64, asked.get(8).size());
  }

  @Test
  void aLoneUpcallThatIsLateSaysNothingOfTheSizeOfBatches() {
    add(4);
    now = Duration.ofMillis(150).toNanos();
    add(64);
    answer(0);
    assertEquals(64, asked.get(4).size());
  }

  @Test
  void errorsAreToldToEveryUpcallOfTheBatch() {
    add(4);
    add(3);
    asked.get(0).future().completeExceptionally(new IllegalStateException("told to fail"));
    asked.get(4).future().completeExceptionally(new IllegalStateException("told to fail"));
    assertEquals(4, errors.size());
    assertInstanceOf(IllegalStateException.class, errors.get(0));
  }

  @Test
  void roomIsKeptForWhatIsBeingStored() {
    for (int i = 0; i < 10; i++) {
      assertTrue(batcher.reserve());
    }
    assertFalse(batcher.reserve());
    batcher.release();
    assertTrue(batcher.reserve());
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      addThatCame(Duration.ofNanos(now));
    }
  }

  private void addThatCame(Duration at) {
    Header header = new Header(1, 2, (int) (at.toNanos() / 1000), 4, 0, 0);
    UpcallRequest upcall = new UpcallRequest(header, 0, Bytes.of((byte) 0), Bytes.of((byte) 0));
    batcher.add(
        upcall,
        at.toNanos(),
        (answer, error) -> {
          if (error == null) {
            answers.add(answer);
          } else {
            errors.add(error);
          }
        });
  }

  private void answer(int batch) {
    CombinedAnswer answer = new CombinedAnswer(0, 1, new float[] {1}, List.of("a"), Map.of());
    asked.get(batch).future().complete(Collections.nCopies(asked.get(batch).size(), answer));
  }
}
