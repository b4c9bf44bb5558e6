package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.quant.ScoreRule.Exit;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreRuleTest {
  private static final int CLASSES = 7;

  @Test
  void meansAreThoseOfRealLogitsWithinAStep() {
    Random random = new Random(4);
    for (int trial = 0; trial < 2000; trial++) {
      int members = 2 + random.nextInt(15);
      List<TensorType> types = new ArrayList<>();
      List<Exit> exits = new ArrayList<>();
      List<byte[]> logits = new ArrayList<>();
      for (int i = 0; i < members; i++) {
        float scale = (float) Math.exp(random.nextGaussian() * 2);
        types.add(type(scale, random.nextInt(256) - 128, CLASSES));
        exits.add(new Exit(i, 0));
        byte[] scores = new byte[CLASSES];
        random.nextBytes(scores);
        logits.add(scores);
      }
      ScoreRule rule = ScoreRule.of(exits, types, List.of(), CLASSES);
      QParams mean = rule.qparams().orElseThrow();
      byte[] scores = rule.scores(logits);
      for (int c = 0; c < CLASSES; c++) {
        double exact = 0;
        for (int i = 0; i < members; i++) {
          QParams own = types.get(i).qparams();
          exact += own.scale() * (double) (logits.get(i)[c] - own.zeroPoint()) / members;
        }
        double got = mean.scale() * (double) (scores[c] - mean.zeroPoint());
        // Half a step of rounding, and half for a zero point that had to become an integer.
        assertEquals(exact, got, mean.scale() * 1.02, "trial " + trial);
      }
    }
  }

  @Test
  void extremesOfSixteenMembersStayInRange() {
    List<TensorType> types = new ArrayList<>();
    List<Exit> exits = new ArrayList<>();
    List<byte[]> least = new ArrayList<>();
    List<byte[]> greatest = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      types.add(type(0.1f, i % 2 == 0 ? -128 : 127, 2));
      exits.add(new Exit(i, 0));
      least.add(new byte[] {-128, -128});
      greatest.add(new byte[] {127, 127});
    }
    ScoreRule rule = ScoreRule.of(exits, types, List.of(), 2);
    assertTrue(rule.scores(least)[0] < rule.scores(greatest)[0]);
    assertEquals(rule.scores(least)[0], rule.scores(least)[1]);
  }

  @Test
  void countsWhoAgreesWithTheMean() {
    TensorType type = type(0.5f, 0, 3);
    List<Exit> exits = List.of(new Exit(0, 0), new Exit(1, 0), new Exit(2, 1));
    ScoreRule rule = ScoreRule.of(exits, List.of(type, type, type), List.of(), 3);
    Scores scores =
        rule.of(List.of(new byte[] {9, 0, 0}, new byte[] {0, 50, 0}, new byte[] {0, 20, 0}));
    assertEquals(1, scores.top1());
    assertEquals(3, scores.members());
    assertEquals(2, scores.agreeing());
  }

  @Test
  void putsSomeClassesInTheirPlaces() {
    ScoreRule rule =
        ScoreRule.of(List.of(new Exit(0, 0)), List.of(type(1, 0, 2)), List.of(3, 1), 5);
    assertArrayEquals(new byte[] {-128, 7, -128, 5, -128}, rule.scores(List.of(new byte[] {5, 7})));
    // However low they are, absent classes are lower.
    assertEquals(1, rule.of(List.of(new byte[] {-128, -128})).top1());
  }

  private static TensorType type(float scale, int zeroPoint, int classes) {
    return TensorType.quantized(DType.INT8, Shape.of(1, classes), new QParams(scale, zeroPoint));
  }
}
