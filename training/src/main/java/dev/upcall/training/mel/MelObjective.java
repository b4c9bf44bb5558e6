package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** All members and heads at once by the MEL loss, a term for every subset. */
public final class MelObjective implements Objective {
  private final MelNetwork network;
  private final Weights weights;
  private final float[] lambda;
  private final double dropout;
  private final Coarse coarse;

  /**
   * @param weights of the network, declared
   * @param lambda weight of each subset's cross-entropy, in the order of the network's subsets
   * @param dropout share of what members send that is set to zero before the heads, in 0..1
   */
  public MelObjective(MelNetwork network, Weights weights, float[] lambda, double dropout) {
    this(network, weights, lambda, dropout, Coarse.NONE);
  }

  /**
   * @param coarse whose exits learn groups of classes only
   */
  public MelObjective(
      MelNetwork network, Weights weights, float[] lambda, double dropout, Coarse coarse) {
    this.network = network;
    this.weights = weights;
    this.lambda = lambda.clone();
    this.dropout = dropout;
    this.coarse = coarse;
  }

  @Override
  public List<String> terms() {
    return network.subsets().stream().map(Subset::key).toList();
  }

  @Override
  public float[] lambda() {
    return lambda.clone();
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public NDArray losses(Lesson lesson) {
    SortedMap<String, NDArray> sent = network.sent(lesson.x(), weights, true);
    sent.replaceAll((name, values) -> lesson.dropout(values, dropout));
    NDArray logits = network.logits(sent, weights, true);
    NDArray truth = lesson.truth(network.classes());
    if (network.subsets().stream().noneMatch(coarse::isFor)) {
      return MelLoss.perSubset(logits, truth);
    }
    NDManager own = lesson.manager();
    NDArray together = truth.matMul(own.create(coarse.together()));
    return MelLoss.perSubset(logits, truth, together, own.create(coarseTerms()));
  }

  @Override
  public Judgement judge(NDManager manager, Samples select) {
    float[][][] logits = new Inference(network, weights).logits(manager, select);
    List<Score> scores = new ArrayList<>();
    for (Subset subset : network.subsets()) {
      float[][] head = logits[scores.size()];
      scores.add(
          coarse.isFor(subset)
              ? Score.of(coarse.logits(head), coarse.of(select.labels()))
              : Score.of(head, select.labels()));
    }
    return new Judgement(combined(scores), joint(scores));
  }

  private float[] coarseTerms() {
    float[] terms = new float[lambda.length];
    for (int s = 0; s < terms.length; s++) {
      terms[s] = coarse.isFor(network.subsets().get(s)) ? 1 : 0;
    }
    return terms;
  }

  /** Score of all members together, or of all that is trained where their head is not. */
  private Score combined(List<Score> scores) {
    int all = lambda.length - 1;
    if (lambda[all] > 0) {
      return scores.get(all);
    }
    List<Score> trained =
        IntStream.range(0, all).filter(s -> lambda[s] > 0).mapToObj(scores::get).toList();
    return new Score(
        trained.stream().mapToInt(Score::correct).sum(),
        trained.stream().mapToInt(Score::samples).sum(),
        trained.stream().mapToDouble(Score::loss).average().orElse(0));
  }

  private double joint(List<Score> scores) {
    double sum = 0;
    for (int s = 0; s < lambda.length; s++) {
      sum += lambda[s] * scores.get(s).loss();
    }
    return sum;
  }
}
