package dev.upcall.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Refused;
import dev.upcall.core.project.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitCheckTest {
  private static final Dataset DATA =
      Dataset.of(
          "some",
          List.of(new byte[] {1}, new byte[] {2}, new byte[] {1}, new byte[] {3}, new byte[] {2}),
          new int[] {0, 0, 1, 0, 0});

  @Test
  void allowsDuplicatesInOneSplit() {
    SplitCheck.require(
        DATA, Map.of(Split.TRAIN, new int[] {0, 2, 2}, Split.TEST, new int[] {1, 4}));
  }

  @Test
  void refusesTheSameSampleTwice() {
    Map<Split, int[]> splits = Map.of(Split.TRAIN, new int[] {3}, Split.TUNE, new int[] {3});
    Refused.with(DataCode.OVERLAP, () -> SplitCheck.require(DATA, splits));
  }

  @Test
  void refusesIdenticalSamplesAndCountsThem() {
    Map<Split, int[]> splits =
        Map.of(
            Split.TRAIN, new int[] {0, 1},
            Split.TUNE, new int[] {3, 4},
            Split.TEST, new int[] {2, 2});
    List<Diagnostic> all = Refused.all(() -> SplitCheck.require(DATA, splits));
    assertEquals(
        """
        error UP1015: splits train and tune share samples
          at    some, samples 1 and 4
          found 1 samples in both
          need  each sample, and every identical copy of it, in one split only
        error UP1015: splits train and test share samples
          at    some, samples 0 and 2
          found 2 samples in both
          need  each sample, and every identical copy of it, in one split only\
        """,
        String.join("\n", all.stream().map(Diagnostic::toString).toList()));
  }
}
