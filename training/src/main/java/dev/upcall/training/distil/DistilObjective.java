package dev.upcall.training.distil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.MelLoss;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.SoftScores;
import dev.upcall.training.settings.DistilSettings;
import java.util.List;
import java.util.SortedMap;

/**
 * One member by the labels and by a teacher's softened scores (arXiv 1503.02531): (1 - share) *
 * CE(p, y) + share * T^2 * KL(softmax(teacher / T), softmax(member / T)).
 */
public final class DistilObjective implements Objective {
  private final MelNetwork network;
  private final Weights weights;
  private final Teacher teacher;
  private final DistilSettings settings;
  private final SoftScores soft;
  private final double dropout;

  /**
   * @param network of the member alone
   * @param weights of it, declared
   * @param dropout share of pooled features set to zero before the exit, in 0..1
   */
  public DistilObjective(
      MelNetwork network,
      Weights weights,
      Teacher teacher,
      DistilSettings settings,
      double dropout) {
    this.network = network;
    this.weights = weights;
    this.teacher = teacher;
    this.settings = settings;
    this.soft = new SoftScores(settings.temperature());
    this.dropout = dropout;
  }

  @Override
  public List<String> terms() {
    String member = network.subsets().get(0).key();
    return List.of(member, member + ".teacher");
  }

  @Override
  public float[] lambda() {
    return new float[] {(float) (1 - settings.share()), (float) settings.share()};
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public String foreign() {
    return teacher.origin();
  }

  /** The teacher's log-probabilities at the temperature, [N,classes]. */
  @Override
  public NDList frozen(NDArray x) {
    return new NDList(soft.of(teacher.logits(x)));
  }

  @Override
  public NDArray losses(Lesson lesson) {
    SortedMap<String, NDArray> features = network.features(lesson.x(), weights, true);
    features.replaceAll((name, values) -> lesson.dropout(values, dropout));
    NDArray logits = network.logits(features, weights, true);
    NDArray labels = MelLoss.perSubset(logits, lesson.truth(network.classes()));
    NDArray taught = lesson.frozen().singletonOrThrow();
    return NDArrays.concat(new NDList(labels, soft.divergence(taught, logits)));
  }

  /** By the labels alone: a teacher's mistakes are none of the member's merits. */
  @Override
  public Judgement judge(NDManager manager, Samples select) {
    Score score = new Inference(network, weights).scores(manager, select).get(0);
    return new Judgement(score, score.loss());
  }
}
