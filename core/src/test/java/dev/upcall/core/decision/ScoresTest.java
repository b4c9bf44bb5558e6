package dev.upcall.core.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static Scores scores(int... logits) {
    byte[] bytes = new byte[logits.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) logits[i];
    }
    return new Scores(bytes, 0.1f, -5);
  }

  @Test
  void ranksTheFirstOfEquals() {
    assertEquals(1, scores(3, 9, -4, 9).top1());
    assertEquals(3, scores(3, 9, -4, 9).top2());
    assertEquals(0, scores(7, 7, 7).top1());
    assertEquals(1, scores(7, 7, 7).top2());
    assertEquals(0, scores(127, -128).top1());
    assertEquals(1, scores(127, -128).top2());
  }

  @Test
  void tiesHaveEqualBits() {
    for (int[] logits : new int[][] {{5, 5}, {5, 5, 5}, {-128, 127, 0, 127}, {9, 1, 2, 9, 9}}) {
      Scores s = scores(logits);
      for (float temperature : new float[] {0.3f, 1f, 2.7f}) {
        assertEquals(s.maxProbability(temperature), s.secondProbability(temperature));
        assertEquals(0f, s.margin(temperature));
      }
    }
  }

  @Test
  void probabilitiesAreTheSoftmax() {
    Random random = new Random(1);
    for (int n = 0; n < 2000; n++) {
      byte[] logits = new byte[2 + random.nextInt(20)];
      random.nextBytes(logits);
      float scale = (float) Math.exp(random.nextDouble() * 6 - 5);
      float temperature = 0.5f + random.nextFloat() * 2;
      Scores s = new Scores(logits, scale, random.nextInt(256) - 128);
      double[] p = softmax(s, temperature);
      double entropy = 0;
      for (int c = 0; c < p.length; c++) {
        assertEquals(p[c], s.probability(c, temperature), 1e-5);
        entropy -= p[c] > 0 ? p[c] * Math.log(p[c]) : 0;
      }
      assertEquals(p[s.top1()], s.maxProbability(temperature), 1e-5);
      assertEquals(p[s.top2()], s.secondProbability(temperature), 1e-5);
      assertEquals(p[s.top1()] - p[s.top2()], s.margin(temperature), 1e-5);
      assertEquals(entropy, s.entropy(temperature), 1e-4);
    }
  }

  private static double[] softmax(Scores s, double temperature) {
    double[] p = new double[s.count()];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp((s.value(c) - s.value(s.top1())) / temperature);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** What is not computed would count 0, and all classes at their greatest fit an int. */
  @Test
  void exponentialsAreCounted() {
    assertEquals(0, (int) (PolicyMath.exp(-16f) / 0x1p-22f + 0.5f));
    for (int classes : new int[] {2, 10, 256, 257, 4096, 4097, 65535}) {
      Scores equal = new Scores(new byte[classes], 0.1f, 0);
      assertEquals(classes, equal.expSum(1f));
      assertEquals(Math.log(classes), equal.entropy(1f), 1e-4);
      assertTrue(classes / (double) equal.resolution() < 0x1p31);
    }
  }

  /** In integers: every number of equal classes, and two classes at every distance. */
  @Test
  void entropyIsWithinItsBound() {
    for (int classes = 2; classes <= 300; classes++) {
      Scores equal = new Scores(new byte[classes], 0.1f, 0);
      assertEquals(Math.log(classes), equal.entropy(1f), 4e-5, classes + " equal");
    }
    float before = Float.POSITIVE_INFINITY;
    for (int distance = 0; distance < 256; distance++) {
      Scores two = new Scores(new byte[] {-128, (byte) (distance - 128)}, 0.03f, 5);
      double[] p = softmax(two, 1);
      double exact = -p[0] * Math.log(p[0]) - p[1] * Math.log(p[1]);
      float entropy = two.entropy(1f);
      assertEquals(exact, entropy, 1e-4, "distance " + distance);
      assertTrue(entropy > 0 && entropy < before, "falls at " + distance);
      before = entropy;
    }
    assertEquals(0f, new Scores(new byte[] {-128, 127}, 1f, 0).entropy(1f), "certain");
  }

  @Test
  void everyIndexHasALogit() {
    Scores s = scores(3, 9);
    assertEquals(9, s.logit(1));
    assertEquals(-128, s.logit(-1));
    assertEquals(-128, s.logit(2));
    assertEquals(-128, s.logit(Integer.MIN_VALUE));
    assertEquals(1.4f, s.value(1), 1e-6f);
  }

  @Test
  void refusesWhatIsNoScore() {
    assertThrows(IllegalArgumentException.class, () -> new Scores(new byte[1], 1f, 0));
    assertThrows(IllegalArgumentException.class, () -> new Scores(new byte[65536], 1f, 0));
    for (float scale : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Scores(new byte[2], scale, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> new Scores(new byte[2], 1f, 128));
  }

  @Test
  void regressionTestsTheSignOfThePapersScore() {
    LogisticRegression policy = new LogisticRegression(-4.63391351f, 5.93658349f, -3.04197074f);
    Random random = new Random(2);
    int clear = 0;
    for (int n = 0; n < 20_000; n++) {
      byte[] logits = new byte[10];
      random.nextBytes(logits);
      Scores scores = new Scores(logits, 0.02f + random.nextFloat() * 0.1f, 0);
      double[] p = softmax(scores, 1);
      double s = -4.63391351 + 5.93658349 * p[scores.top1()] - 3.04197074 * p[scores.top2()];
      if (Math.abs(s) > 1e-5) {
        clear++;
        assertEquals(s >= 0 ? Verdict.ACCEPT : Verdict.CONTINUE, policy.decide(scores));
      }
    }
    assertTrue(clear > 19_000);
  }

  @Test
  void continueIsAnUpcallBehindTheLastStage() {
    assertEquals(Verdict.UPCALL, Verdict.CONTINUE.behindLastStage());
    assertEquals(Verdict.UPCALL, Verdict.UPCALL.behindLastStage());
    assertEquals(Verdict.ACCEPT, Verdict.ACCEPT.behindLastStage());
  }
}
