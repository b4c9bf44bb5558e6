package dev.upcall.training.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Numbers;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Augmentation;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on an objective of one weight: w is drawn to the mean of the samples. */
class FitTest {
  private static final int EPOCHS = 6;
  private static final Samples SAMPLES =
      new Samples(
          new MapShape(1, 1, 1),
          new float[][] {{1}, {2}, {3}, {6}},
          new int[] {0, 1, 0, 1},
          new float[1]);

  @TempDir Path folder;
  private final NDManager manager = Engine.newManager();
  private final List<String> notes = new ArrayList<>();
  private final List<Integer> resumed = new ArrayList<>();
  private final List<EpochEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    manager.close();
  }

  private static final class Mean implements Objective {
    private final Weights weights;
    private final int brokenFrom;
    private final int best;
    private int epoch;

    /**
     * @param brokenFrom epoch in which the loss is not a number any more
     * @param best epoch after which none is better on SELECT
     */
    Mean(NDManager manager, int brokenFrom, int best) {
      this.brokenFrom = brokenFrom;
      this.best = best;
      weights = new Weights(manager, 1);
      weights.constant("w", 0, true, 1);
    }

    @Override
    public List<String> terms() {
      return List.of("distance", "noise");
    }

    @Override
    public float[] lambda() {
      return new float[] {1, 0.5f};
    }

    @Override
    public Weights weights() {
      return weights;
    }

    @Override
    public void epochBegins(int newEpoch, int epochs) {
      epoch = newEpoch;
    }

    @Override
    public NDArray losses(Lesson lesson) {
      NDArray distance = lesson.x().flatten().sub(weights.get("w")).square().mean();
      NDArray noise = weights.get("w").mul((float) lesson.random().nextGaussian()).sum();
      return distance.stack(epoch >= brokenFrom ? noise.div(0).sub(noise.div(0)) : noise);
    }

    @Override
    public Judgement judge(NDManager parent, Samples select) {
      int steps = Math.min(epoch, best);
      return new Judgement(new Score(steps, 1000, 1), 1.0 / steps);
    }
  }

  private float[] fit(Mean objective, FitSettings settings, String folderSettings, boolean finish) {
    FitListener listener =
        new FitListener() {
          @Override
          public void epoch(EpochEvent event) {
            events.add(event);
          }

          @Override
          public void resumed(List<EpochEvent> earlier) {
            resumed.add(earlier.size());
          }

          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    new Fit("mean", objective, settings, SAMPLES, SAMPLES, 3)
        .run(manager, new Checkpoints(folder, folderSettings, finish), listener);
    return objective.weights().get("w").toFloatArray();
  }

  private Mean whole() {
    return new Mean(manager, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static FitSettings settings(int patience) {
    OptimizerSettings sgd = new OptimizerSettings(OptimizerSettings.Kind.SGD, 0.1, 0.9, 0, 1);
    return new FitSettings(EPOCHS, 2, 0, sgd, Augmentation.none(), Numbers.FLOAT32, patience);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.get(0);
    }
  }

  @Test
  void aLossThatIsNoNumberLeavesTheStateOfTheEpochBefore() {
    float[] expected = fit(whole(), settings(EPOCHS), "other", false);
    Mean broken = new Mean(manager, 4, Integer.MAX_VALUE);
    UpcallException refused =
        assertThrows(UpcallException.class, () -> fit(broken, settings(EPOCHS), "same", false));
    String message = refused.getMessage();
    assertTrue(message.contains("step 7 of 12, in epoch 4"), message);
    assertTrue(message.contains("learning rate 0.0"), message);
    assertTrue(message.contains("best epoch of 3 with --finish"), message);

    float[] mended = fit(whole(), settings(EPOCHS), "same", false);
    assertEquals(List.of(3), resumed);
    assertArrayEquals(expected, mended, 0);
  }

  @Test
  void finishingTakesTheBestSoFar() {
    Mean broken = new Mean(manager, 4, 2);
    assertThrows(UpcallException.class, () -> fit(broken, settings(EPOCHS), "", false));
    fit(whole(), settings(EPOCHS), "", true);
    assertEquals(3, events.size());
    assertEquals(List.of(3), resumed);
  }

  @Test
  void stopsWhenNothingGetsBetterForAsLongAsItIsPatient() {
    fit(new Mean(manager, Integer.MAX_VALUE, 2), settings(3), "", false);
    assertEquals(2 + 3, events.size());
    assertEquals(List.of("mean: no better epoch in 3, stopped after 5"), notes);
    assertEquals(List.of("distance", "noise"), List.copyOf(events.get(0).losses().keySet()));
  }

  @Test
  void aCheckpointOfOtherSettingsIsLeftAloneAndSaid() throws IOException {
    fit(whole(), settings(EPOCHS), "one", false);
    Path file = onlyFile();
    fit(whole(), settings(EPOCHS), "two", false);
    assertEquals(2 * EPOCHS, events.size());
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).contains("other settings, data or seed"), notes.get(0));
    assertTrue(Files.exists(file));
  }

  @Test
  void aDamagedCheckpointIsSaidAndReplaced() throws IOException {
    float[] expected = fit(whole(), settings(EPOCHS), "", false);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, bytes.length / 2, bytes.length}) {
      byte[] damaged = Arrays.copyOf(bytes, length);
      if (length == bytes.length) {
        damaged[length / 2] ^= 1;
      }
      Files.write(file, damaged);
      notes.clear();
      assertArrayEquals(expected, fit(whole(), settings(EPOCHS), "", false), 0);
      assertEquals(1, notes.size(), "length " + length);
      assertTrue(notes.get(0).contains("damaged"), notes.get(0));
      assertEquals(bytes.length, Files.readAllBytes(file).length);
    }
    assertTrue(resumed.isEmpty());
  }
}
