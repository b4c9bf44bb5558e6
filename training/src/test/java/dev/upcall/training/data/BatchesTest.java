package dev.upcall.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.upcall.training.arch.MapShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static Samples samples(int count) {
    float[][] values = new float[count][];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      values[n] = new float[] {n};
      labels[n] = n;
    }
    return new Samples(new MapShape(1, 1, 1), values, labels, new float[] {0});
  }

  private static List<Integer> epoch(Batches batches) {
    List<Integer> seen = new ArrayList<>();
    batches.epoch(
        batch -> {
          for (int i = 0; i < batch.labels().length; i++) {
            assertEquals(batch.labels()[i], batch.values()[i]);
            seen.add(batch.labels()[i]);
          }
        });
    return seen;
  }

  @Test
  void seesEachSampleAtMostOnceAnEpochInWholeBatches() {
    Batches batches = new Batches(samples(10), Augmentation.none(), 3, 1);
    List<Integer> seen = epoch(batches);
    assertEquals(3, batches.perEpoch());
    assertEquals(9, new HashSet<>(seen).size());
    assertNotEquals(seen, epoch(batches));
  }

  @Test
  void sameSeedMeansSameOrder() {
    List<Integer> first = epoch(new Batches(samples(50), Augmentation.none(), 5, 9));
    List<Integer> second = epoch(new Batches(samples(50), Augmentation.none(), 5, 9));
    assertArrayEquals(first.toArray(), second.toArray());
  }

  @Test
  void aBatchLargerThanTheDataIsTheData() {
    assertEquals(4, epoch(new Batches(samples(4), Augmentation.none(), 64, 1)).size());
  }
}
