package dev.upcall.training.branch;

import dev.upcall.training.mel.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MEANet's ladder (arXiv 2109.06440): the main block answers what it takes for an easy class, the
 * extension block what it takes for a hard one; samples of high entropy may be sent to the tier
 * above before that. The extension's class is mapped back to the main block's numbering before it
 * leaves here: a sample of an easy class at the extension is always wrong.
 */
public final class HardLadder {
  /** Where {@link Routed#leaving} counts what is sent up. */
  public static final String ABOVE = "tier above";

  /** Nats, of a model of 100 classes; the entropy grows as the logarithm of their number. */
  private static final double PAPER_BOUND = 0.8;

  private static final double PAPER_CLASSES = 100;

  private final WayOut main;
  private final double[] entropy;
  private final WayOut extension;
  private final boolean[] hard;

  private HardLadder(WayOut main, double[] entropy, WayOut extension, boolean[] hard) {
    this.main = main;
    this.entropy = entropy;
    this.extension = extension;
    this.hard = hard;
  }

  /**
   * Both blocks before the same samples.
   *
   * @param main the main block's name and work
   * @param mainLogits [N][classes]
   * @param extension the extension block's name and work
   * @param extensionLogits [N][hard classes]
   * @param classes that the extension tells apart, in the order of its logits
   */
  public static HardLadder of(
      Block main,
      float[][] mainLogits,
      Block extension,
      float[][] extensionLogits,
      List<Integer> classes) {
    double[] entropy = new double[mainLogits.length];
    for (int n = 0; n < entropy.length; n++) {
      entropy[n] = entropy(mainLogits[n]);
    }
    boolean[] hard = new boolean[mainLogits[0].length];
    classes.forEach(c -> hard[c] = true);
    WayOut beyond = WayOut.of(extension, extensionLogits).mappedBack(classes);
    return new HardLadder(WayOut.of(main, mainLogits), entropy, beyond, hard);
  }

  /** The entropy over which a sample is complex: 0.8 nats at 100 classes. */
  public static double bound(int classes) {
    return PAPER_BOUND * Math.log(classes) / Math.log(PAPER_CLASSES);
  }

  /** Entropy of the softmax, nats. */
  static double entropy(float[] logits) {
    Softmax softmax = Softmax.of(logits);
    double moment = 0;
    for (int c = 0; c < logits.length; c++) {
      moment += softmax.weights()[c] * (softmax.greatest() - logits[c]);
    }
    return Math.log(softmax.sum()) + moment / softmax.sum();
  }

  /** The main block alone. */
  public Routed main() {
    return route(Double.POSITIVE_INFINITY, new boolean[hard.length], main.predicted());
  }

  /**
   * Every sample is answered here: an easy class by the main block, a hard one by the extension.
   */
  public Routed here() {
    return route(Double.POSITIVE_INFINITY, hard, main.predicted());
  }

  /**
   * What is over a bound of entropy is sent up.
   *
   * @param bound nats
   * @param above what the tier above answers to each sample
   */
  public Routed withAbove(double bound, int[] above) {
    return route(bound, hard, above);
  }

  private Routed route(double bound, boolean[] goOn, int[] above) {
    Map<String, Integer> leaving = new LinkedHashMap<>();
    leaving.put(main.name(), 0);
    leaving.put(extension.name(), 0);
    leaving.put(ABOVE, 0);
    int[] answers = new int[entropy.length];
    // Of the network itself only what the main block has not computed yet.
    long trunk = Math.max(0, extension.block().trunk() - main.block().trunk());
    long further = trunk + extension.block().own();
    double work = 0;
    for (int n = 0; n < entropy.length; n++) {
      int answer = main.predicted()[n];
      String block = main.name();
      work += main.block().macs();
      if (entropy[n] > bound) {
        answer = above[n];
        block = ABOVE;
      } else if (goOn[answer]) {
        answer = extension.predicted()[n];
        block = extension.name();
        work += further;
      }
      answers[n] = answer;
      leaving.merge(block, 1, Integer::sum);
    }
    return new Routed(answers, leaving, work / entropy.length);
  }
}
