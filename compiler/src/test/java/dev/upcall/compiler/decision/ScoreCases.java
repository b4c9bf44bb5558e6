package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Scores to compare Java and C on: random ones of several shapes, and every kind of tie. */
final class ScoreCases {
  private ScoreCases() {}

  static List<Scores> random(int count, long seed) {
    Random random = new Random(seed);
    List<Scores> cases = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] logits = new byte[2 + random.nextInt(i % 50 == 0 ? 200 : 11)];
      int spread = 1 << random.nextInt(9);
      int base = random.nextInt(256) - 128;
      for (int c = 0; c < logits.length; c++) {
        logits[c] = (byte) Math.max(-128, Math.min(127, base + random.nextInt(spread)));
      }
      int members = 1 + random.nextInt(5);
      int agreeing = random.nextInt(members + 1);
      int zeroPoint = random.nextInt(256) - 128;
      cases.add(new Scores(logits, scale(random), zeroPoint, members, agreeing));
    }
    return cases;
  }

  /** From flat softmax to one-hot, now and then absurd. */
  private static float scale(Random random) {
    float scale = (float) Math.exp(random.nextDouble() * 8 - 6);
    return random.nextInt(100) == 0 ? Float.intBitsToFloat(1 + random.nextInt(0x7F7FFFFF)) : scale;
  }

  /** Two to all classes at the top, at every place, the rest below at several distances. */
  static List<Scores> ties() {
    List<Scores> cases = new ArrayList<>();
    for (int count = 2; count <= 7; count++) {
      for (int subset = 1; subset < 1 << count; subset++) {
        for (int top : new int[] {-127, 0, 127}) {
          for (int distance : new int[] {1, 9, 255}) {
            for (float scale : new float[] {0.004f, 0.05f, 0.3f}) {
              byte[] logits = new byte[count];
              for (int c = 0; c < count; c++) {
                boolean tied = (subset >> c & 1) == 1;
                logits[c] = (byte) (tied ? top : Math.max(-128, top - distance));
              }
              cases.add(new Scores(logits, scale, -3));
            }
          }
        }
      }
    }
    return cases;
  }
}
