package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Scores;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code Scores.counts} returns for every distance there can be between two int8 logits, found
 * by asking {@code Scores} itself.
 */
final class ExponentialTable {
  /** The method that the table stands for. */
  static final String ORIGIN = "Scores.counts";

  private static final int DISTANCES = 256;

  private ExponentialTable() {}

  /** Of distances 0, -1, -2, ... up to the last that does not count 0. */
  static List<Integer> of(int classes, QParams quantisation, float temperature) {
    List<Integer> counts = new ArrayList<>();
    for (int distance = 0; distance < DISTANCES; distance++) {
      byte[] logits = new byte[classes];
      Arrays.fill(logits, Byte.MIN_VALUE);
      logits[0] = Byte.MAX_VALUE;
      logits[1] = (byte) (Byte.MAX_VALUE - distance);
      Scores scores = new Scores(logits, quantisation.scale(), quantisation.zeroPoint());
      counts.add((int) (scores.expTop2(temperature) / scores.resolution()));
    }
    int length = DISTANCES;
    while (length > 1 && counts.get(length - 1) == 0) {
      length--;
    }
    return List.copyOf(counts.subList(0, length));
  }
}
