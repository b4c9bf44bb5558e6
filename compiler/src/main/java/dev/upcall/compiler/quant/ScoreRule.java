package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.TensorType;
import dev.upcall.core.calibration.Range;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the int8 scores of a stage follow from the logits of the networks that it runs: they are
 * those of one exit; or those of one exit for some classes, each put in its class's place; or the
 * mean of several exits, in real numbers, on a scale on which each of them has room.
 *
 * <p>The mean is {@code (sum of multiplier * logit + offset) >> } {@value #FRACTION_BITS}, less
 * 128, limited to int8. Every step is exact in 32 bits, so that C gives the same bytes.
 *
 * @param exits where the logits come from
 * @param classes indices of the classes that one exit's logits are of; empty for all
 * @param count the ladder's classes
 * @param qparams of the scores; empty where they are floats
 * @param multipliers one for each exit of a mean, fixed point; else empty
 * @param offset what a mean adds: its zero point, the logits' zero points, and half a step
 */
public record ScoreRule(
    List<Exit> exits,
    List<Integer> classes,
    int count,
    Optional<QParams> qparams,
    List<Integer> multipliers,
    int offset) {
  /** With 16 members every sum stays below 2^30. */
  public static final int FRACTION_BITS = 20;

  private static final int ONE = 1 << FRACTION_BITS;
  private static final int LOWEST = -128;

  /** An output of one of the ladder's networks. */
  public record Exit(int network, int output) {}

  public ScoreRule {
    exits = List.copyOf(exits);
    classes = List.copyOf(classes);
    multipliers = List.copyOf(multipliers);
  }

  /**
   * @param types of the exits' logits
   */
  public static ScoreRule of(
      List<Exit> exits, List<TensorType> types, List<Integer> classes, int count) {
    if (exits.size() == 1) {
      TensorType type = types.get(0);
      Optional<QParams> qparams =
          type.isQuantized() ? Optional.of(type.qparams()) : Optional.empty();
      return new ScoreRule(exits, classes, count, qparams, List.of(), 0);
    }
    List<QParams> members = types.stream().map(TensorType::qparams).toList();
    double least = 0;
    double greatest = 0;
    for (QParams member : members) {
      least = Math.min(least, member.scale() * (double) (LOWEST - member.zeroPoint()));
      greatest = Math.max(greatest, member.scale() * (double) (127 - member.zeroPoint()));
    }
    QParams mean = new Range((float) least, (float) greatest).asymmetric();
    List<Integer> multipliers = new ArrayList<>();
    int offset = (mean.zeroPoint() - LOWEST) * ONE + ONE / 2;
    for (QParams member : members) {
      double share = member.scale() / ((double) mean.scale() * exits.size());
      int multiplier = (int) Math.rint(share * ONE);
      multipliers.add(multiplier);
      offset -= multiplier * member.zeroPoint();
    }
    return new ScoreRule(exits, classes, count, Optional.of(mean), multipliers, offset);
  }

  /**
   * The logits of this stage's exits.
   *
   * @param logits of all networks' outputs
   */
  public List<byte[]> select(List<List<byte[]>> logits) {
    return exits.stream().map(exit -> logits.get(exit.network()).get(exit.output())).toList();
  }

  /** Whether scores are made of several exits' logits. */
  public boolean isMean() {
    return !multipliers.isEmpty();
  }

  /**
   * The stage's scores.
   *
   * @param logits of each exit
   */
  public byte[] scores(List<byte[]> logits) {
    if (isMean()) {
      return mean(logits);
    }
    return classes.isEmpty() ? logits.get(0) : spread(logits.get(0));
  }

  /** The stage's scores as its policy sees them; they have to be int8. */
  public Scores of(List<byte[]> logits) {
    byte[] scores = scores(logits);
    int top = Argmax.of(scores);
    int agreeing = (int) logits.stream().filter(each -> Argmax.of(each) == top).count();
    QParams step = qparams.orElseThrow();
    return isMean()
        ? new Scores(scores, step.scale(), step.zeroPoint(), exits.size(), agreeing)
        : new Scores(scores, step.scale(), step.zeroPoint());
  }

  private byte[] mean(List<byte[]> logits) {
    byte[] scores = new byte[count];
    for (int i = 0; i < count; i++) {
      int sum = offset;
      for (int member = 0; member < logits.size(); member++) {
        sum += multipliers.get(member) * logits.get(member)[i];
      }
      scores[i] = (byte) (Math.min(255, Math.max(0, sum) >> FRACTION_BITS) + LOWEST);
    }
    return scores;
  }

  /** An absent class is never the top: all others are greater. */
  private byte[] spread(byte[] logits) {
    byte[] scores = new byte[count];
    Arrays.fill(scores, (byte) LOWEST);
    for (int i = 0; i < logits.length; i++) {
      scores[classes.get(i)] = (byte) Math.max(logits[i], LOWEST + 1);
    }
    return scores;
  }
}
