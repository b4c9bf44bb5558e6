package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatcherTest {
  private record Asked(int size, Duration budget, CompletableFuture<List<CombinedAnswer>> future) {}

  private final List<Asked> asked = new ArrayList<>();
  private final List<CombinedAnswer> answers = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private long now;
  private final Batcher batcher =
      new Batcher(
          (batch, budget) -> {
            asked.add(new Asked(batch.size(), budget, new CompletableFuture<>()));
            return asked.get(asked.size() - 1).future();
          },
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
    now = Duration.ofMillis(500).toNanos();
    answer(1);
    assertEquals(6, asked.get(5).size());
    assertEquals(Duration.ofMillis(10), asked.get(5).budget());
    answer(5);
    assertEquals(1 + 1 + 6, answers.size());
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
    Header header = new Header(1, 2, 3, 4, 0, 0);
    UpcallRequest upcall = new UpcallRequest(header, 0, Bytes.of((byte) 0), Bytes.of((byte) 0));
    for (int i = 0; i < count; i++) {
      batcher.add(
          upcall,
          (answer, error) -> {
            if (error == null) {
              answers.add(answer);
            } else {
              errors.add(error);
            }
          });
    }
  }

  private void answer(int batch) {
    CombinedAnswer answer = new CombinedAnswer(0, 1, new float[] {1}, List.of("a"), Map.of());
    asked.get(batch).future().complete(Collections.nCopies(asked.get(batch).size(), answer));
  }
}
