package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.StepEvent;
import dev.upcall.training.mel.Score;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final int STEPS = 100;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long seconds;

  private ConsoleProgress progress(boolean terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(out, terminal, () -> seconds * 1_000_000_000L);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** An epoch in which each step takes so long. */
  private void epoch(ConsoleProgress progress, int epoch, int epochs, int secondsPerStep) {
    for (int step = 1; step <= STEPS; step++) {
      seconds += secondsPerStep;
      progress.step(0, new StepEvent("members", epoch, epochs, step, STEPS, 1.5));
    }
    Score select = new Score(90, 100, 0.3);
    progress.epoch(0, new EpochEvent("members", epoch, epochs, 0.1, 1.5, Map.of(), select, 64));
  }

  @Test
  void aLogGetsALineEveryHalfMinuteOfALongEpoch() {
    ConsoleProgress progress = progress(false);
    progress.foldStarted(0, 0, 1);
    epoch(progress, 1, 2, 3);
    List<String> lines = text().lines().toList();
    assertEquals(11, lines.size(), text());
    assertTrue(lines.get(4).contains("epoch 1/2, batch 50/100  loss 1.500"), lines.get(4));
    // 49 of 199 steps since the first took 147 s.
    assertTrue(lines.get(4).endsWith("  7:30 left"), lines.get(4));
    assertTrue(lines.get(10).contains("select 90.00 %  64 samples/s"), lines.get(10));
  }

  @Test
  void aLogGetsALinePerTenthOfManyShortEpochs() {
    ConsoleProgress progress = progress(false);
    progress.foldStarted(0, 0, 1);
    for (int epoch = 1; epoch <= 40; epoch++) {
      epoch(progress, epoch, 40, 0);
    }
    assertEquals(10, text().lines().count(), text());
  }

  @Test
  void aTerminalSeesEveryEpochAndPhase() {
    ConsoleProgress progress = progress(true);
    progress.foldStarted(1, 1, 2);
    epoch(progress, 1, 1, 0);
    progress.phase(1, "fitting head 1 of 3");
    assertTrue(text().contains("fold 0 [########################] epoch 1/1"), text());
    assertTrue(text().endsWith("\rfold 1: fitting head 1 of 3\u001b[K"), text());
  }

  @Test
  void theTimeLeftCountsFoldsToCome() {
    ConsoleProgress progress = progress(true);
    progress.foldStarted(0, 0, 3);
    epoch(progress, 1, 1, 1);
    // 99 steps of 100 took 99 s; two folds are to come.
    assertTrue(text().endsWith("  3:20 left\u001b[K"), text());
  }

  @Test
  void theTimeLeftCountsFitsToComeByTheirWork() {
    ConsoleProgress progress = progress(true);
    progress.foldStarted(0, 0, 1);
    Map<String, Double> work = new LinkedHashMap<>();
    work.put("members", 1e6);
    work.put("deep.early", 5e5);
    progress.planned(0, new FitPlan(work));
    epoch(progress, 1, 1, 1);
    // 99 steps took 99 s; as many as 50 of them are to come.
    assertTrue(text().contains("[################........] members, epoch 1/1"), text());
    assertTrue(text().endsWith("  0:50 left\u001b[K"), text());
  }

  @Test
  void aResumedFitIsSaidAndTheTimeLeftBeginsAnew() {
    ConsoleProgress progress = progress(false);
    progress.foldStarted(0, 0, 1);
    Score select = new Score(90, 100, 0.3);
    progress.resumed(0, List.of(new EpochEvent("members", 10, 20, 0.1, 1.5, Map.of(), select, 64)));
    assertEquals("fold 0: members goes on after epoch 10 of 20", text().lines().toList().get(0));
    assertTrue(text().stripTrailing().endsWith("? left"), text());
    epoch(progress, 11, 20, 30);
    // 99 steps took 2970 s; nine epochs of 100 are to come.
    assertTrue(text().stripTrailing().endsWith("  450:00 left"), text());
  }
}
