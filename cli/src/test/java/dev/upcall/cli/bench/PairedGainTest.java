package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.cli.bench.StudyCell.Answers;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedGainTest {
  @Test
  void countsOnlyWhereTheTwoDiffer() {
    // Of five samples ours alone is right on two, theirs alone on one.
    PairedGain gain = PairedGain.of(List.of(answers("11100")), List.of(answers("10010")));
    assertEquals(0.2, gain.gain(), 1e-12);
    // Differences 0, 1, 1, -1, 0: squared deviations from 0.2 sum up to 2.8.
    assertEquals(Math.sqrt(2.8 / 4 / 5), gain.standardError(), 1e-12);
  }

  @Test
  void seedsCountTooWhereThereAreSeveral() {
    List<Answers> ours = List.of(answers("1100"), answers("1000"));
    List<Answers> theirs = List.of(answers("1000"), answers("1100"), answers("1111"));
    PairedGain gain = PairedGain.of(ours, theirs);
    assertEquals(2, gain.seeds(), "the third has no partner");
    // Every sample comes out even, but the seeds differ by a quarter to both sides.
    assertEquals(0, gain.gain());
    assertEquals(Math.sqrt(2 * 0.0625 / 2), gain.standardError(), 1e-12);
    assertEquals(0, gain.errors());
  }

  @Test
  void answersToOtherSamplesAreNoPair() {
    List<Answers> five = List.of(answers("11111"));
    assertThrows(
        IllegalArgumentException.class, () -> PairedGain.of(five, List.of(answers("1111"))));
  }

  /** A digit for each sample: 1 where it was answered right. */
  static Answers answers(String digits) {
    BitSet right = new BitSet();
    for (int n = 0; n < digits.length(); n++) {
      right.set(n, digits.charAt(n) == '1');
    }
    return new Answers(right, digits.length());
  }
}
