package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitKey;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.Chunks;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.MelLoss;
import dev.upcall.training.mel.Score;
import java.util.List;

/**
 * A branch by cross-entropy while its member stands still, batch statistics too: a branch costs the
 * member's own accuracy nothing. (Exits trained jointly with equal weights cost ResNet-8 one point
 * on Fashion-MNIST and six on CIFAR-10.)
 */
final class BranchObjective implements Objective {
  private final BranchNetwork network;
  private final Weights weights;

  /**
   * @param weights of the branch, declared
   */
  BranchObjective(BranchNetwork network, Weights weights) {
    this.network = network;
    this.weights = weights;
  }

  @Override
  public List<String> terms() {
    return List.of(network.path());
  }

  @Override
  public float[] lambda() {
    return new float[] {1};
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public String foreign() {
    return new FitKey().add(network.frozen().snapshot().under(network.member())).digits();
  }

  /** The member's map. */
  @Override
  public NDList frozen(NDArray x) {
    return new NDList(network.map(x));
  }

  @Override
  public NDArray losses(Lesson lesson) {
    NDArray map = lesson.frozen().singletonOrThrow();
    NDArray logits = network.logits(network.features(lesson.x(), map, weights, true), weights);
    return MelLoss.perSubset(logits.expandDims(0), lesson.truth(network.classes()));
  }

  @Override
  public Judgement judge(NDManager manager, Samples select) {
    float[][] logits = new float[select.size()][];
    Chunks.each(
        manager,
        select,
        (x, from) ->
            Chunks.rows(
                network.logits(network.features(x, network.map(x), weights, false), weights),
                logits,
                from));
    Score score = Score.of(logits, select.labels());
    return new Judgement(score, score.loss());
  }

  /** Clean features of samples. */
  Features features(NDManager parent, Samples samples) {
    float[][] features = new float[samples.size()][];
    Chunks.each(
        parent,
        samples,
        (x, from) ->
            Chunks.rows(network.features(x, network.map(x), weights, false), features, from));
    return new Features(features, samples.labels());
  }
}
