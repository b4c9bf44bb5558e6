package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.project.Manifest.SplitSpec;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitsTest {
  private static final Map<Split, Double> FRACTIONS =
      Map.of(
          Split.TRAIN, 0.5,
          Split.SELECT, 0.1,
          Split.CALIBRATE, 0.05,
          Split.TUNE, 0.1,
          Split.GUARANTEE, 0.05,
          Split.TEST, 0.2);

  /** Samples of two bytes, all different; labels in turn. */
  private static Dataset distinct(int size, int classes) {
    List<byte[]> samples = new ArrayList<>();
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      samples.add(TestFiles.bytes(i >> 8, i));
      labels[i] = i % classes;
    }
    return Dataset.of("test", samples, labels);
  }

  private static SplitSpec spec(long seed, int folds) {
    return new SplitSpec(seed, folds, FRACTIONS);
  }

  @Test
  void givesEachClassItsShareOfEachSplit() {
    Dataset data = distinct(1000, 10);
    Map<Split, int[]> splits = Splits.of(data, spec(1, 0), 0);
    FRACTIONS.forEach(
        (split, fraction) -> {
          int[] perClass = new int[10];
          Arrays.stream(splits.get(split)).forEach(i -> perClass[data.label(i)]++);
          int[] expected = new int[10];
          Arrays.fill(expected, (int) Math.round(fraction * 100));
          assertArrayEquals(expected, perClass, split.toString());
        });
  }

  @Test
  void giveEverySampleToExactlyOneSplit() {
    Dataset data = distinct(1003, 7);
    for (int folds : new int[] {0, 5}) {
      Set<Integer> seen = new HashSet<>();
      Splits.of(data, spec(1, folds), 0)
          .values()
          .forEach(indices -> Arrays.stream(indices).forEach(i -> assertTrue(seen.add(i))));
      assertEquals(1003, seen.size());
    }
  }

  @Test
  void makesUpForSmallClassesOverAllOfThem() {
    // A twentieth of 8 samples is none; of 100 such classes it is 40 samples all the same.
    Map<Split, int[]> splits = Splits.of(distinct(800, 100), spec(1, 0), 0);
    FRACTIONS.forEach(
        (split, share) -> assertEquals(800 * share, splits.get(split).length, 2, split.toString()));
  }

  @Test
  void dependsOnTheSeedAlone() {
    Dataset data = distinct(500, 5);
    int[] first = Splits.of(data, spec(1, 0), 0).get(Split.TEST);
    assertArrayEquals(first, Splits.of(data, spec(1, 0), 0).get(Split.TEST));
    assertFalse(Arrays.equals(first, Splits.of(data, spec(2, 0), 0).get(Split.TEST)));
  }

  /** The order of random numbers is part of the format: models are tied to their splits by it. */
  @Test
  void staysTheSameOverVersions() {
    Map<Split, int[]> splits = Splits.of(distinct(40, 2), spec(7, 0), 0);
    assertEquals("[33, 26, 31, 29, 38, 27, 36, 32]", Arrays.toString(splits.get(Split.TEST)));
    assertEquals("[18, 21, 14, 7]", Arrays.toString(splits.get(Split.TUNE)));
    int[] fold = Splits.of(distinct(40, 2), spec(7, 5), 3).get(Split.TEST);
    assertEquals("[33, 24, 13, 11, 38, 23, 2, 20]", Arrays.toString(fold));
  }

  /** Over many seeds every sample is as often in the test split as any other. */
  @Test
  void favoursNoSample() {
    Dataset data = distinct(40, 2);
    int[] tested = new int[40];
    for (int seed = 0; seed < 1000; seed++) {
      Arrays.stream(Splits.of(data, spec(seed, 0), 0).get(Split.TEST)).forEach(i -> tested[i]++);
    }
    // 200 expected; the standard deviation is 12.6.
    Arrays.stream(tested).forEach(count -> assertEquals(200, count, 50));
  }

  @Test
  void testsEachSampleInExactlyOneFold() {
    Dataset data = distinct(503, 7);
    Set<Integer> tested = new HashSet<>();
    for (int fold = 0; fold < 5; fold++) {
      Map<Split, int[]> splits = Splits.of(data, spec(3, 5), fold);
      assertEquals(503 * 0.2, splits.get(Split.TEST).length, 1);
      assertEquals(503 * 0.5, splits.get(Split.TRAIN).length, 2);
      Arrays.stream(splits.get(Split.TEST)).forEach(i -> assertTrue(tested.add(i)));
    }
    assertEquals(503, tested.size());
  }

  @Test
  void keepsIdenticalSamplesTogetherWhateverTheirNumberOrLabels() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<byte[]> samples = new ArrayList<>();
      int[] labels = new int[400];
      for (int i = 0; i < labels.length; i++) {
        samples.add(TestFiles.bytes(random.nextInt(120)));
        labels[i] = random.nextInt(3);
      }
      Dataset data = Dataset.of("duplicates", samples, labels);
      for (int folds : new int[] {0, 5}) {
        Map<Split, int[]> splits = Splits.of(data, spec(seed, folds), folds == 0 ? 0 : 4);
        SplitCheck.require(data, splits);
        assertEquals(400, splits.values().stream().mapToInt(i -> i.length).sum());
      }
    }
  }

  @Test
  void refusesEmptySplits() {
    List<Diagnostic> all = Refused.all(() -> Splits.of(distinct(6, 2), spec(1, 0), 0));
    assertTrue(all.stream().allMatch(d -> d.code() == DataCode.EMPTY_SPLIT), all::toString);
    assertTrue(all.size() >= 2, all::toString);
    assertEquals("test, 6 samples", all.get(0).at());
  }

  @Test
  void refusesFoldsThatDoNotExist() {
    Dataset data = distinct(100, 2);
    Refused.with(DataCode.FOLD, () -> Splits.of(data, spec(1, 5), 5));
    Refused.with(DataCode.FOLD, () -> Splits.of(data, spec(1, 5), -1));
    Refused.with(DataCode.FOLD, () -> Splits.of(data, spec(1, 0), 1));
  }
}
