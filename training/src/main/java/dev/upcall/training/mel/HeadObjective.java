package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitKey;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heads of two members and more by cross-entropy while the members stand still: what heads with
 * hidden layers need where the members were not trained together with them.
 */
public final class HeadObjective implements Objective {
  private final MelNetwork network;
  private final Weights frozen;
  private final Weights weights;
  private final double dropout;
  private final List<Head> heads;

  /**
   * @param frozen weights of the members
   * @param weights that the heads get; declared here
   * @param dropout share of what members send that is set to zero before the heads, in 0..1
   */
  public HeadObjective(MelNetwork network, Weights frozen, Weights weights, double dropout) {
    this.network = network;
    this.frozen = frozen;
    this.weights = weights;
    this.dropout = dropout;
    this.heads =
        network.subsets().stream().filter(subset -> subset.size() > 1).map(network::head).toList();
    heads.forEach(head -> head.declare(weights));
  }

  @Override
  public List<String> terms() {
    return heads.stream().map(head -> head.subset().key()).toList();
  }

  @Override
  public float[] lambda() {
    float[] lambda = new float[heads.size()];
    Arrays.fill(lambda, 1);
    return lambda;
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public String foreign() {
    FitKey key = new FitKey();
    Snapshot all = frozen.snapshot();
    network.members().keySet().forEach(member -> key.add(all.under(member)));
    return key.digits();
  }

  /** What each member sends, in the order of their names. */
  @Override
  public NDList frozen(NDArray x) {
    return new NDList(network.sent(x, frozen, false).values());
  }

  @Override
  public NDArray losses(Lesson lesson) {
    SortedMap<String, NDArray> sent = new TreeMap<>();
    for (String name : network.members().keySet()) {
      sent.put(name, lesson.dropout(lesson.frozen().get(sent.size()), dropout));
    }
    return MelLoss.perSubset(logits(sent, true), lesson.truth(network.classes()));
  }

  private NDArray logits(SortedMap<String, NDArray> sent, boolean training) {
    NDList logits = new NDList(heads.size());
    heads.forEach(head -> logits.add(head.logits(head.read(sent, weights, training), weights)));
    return NDArrays.stack(logits);
  }

  /** By the head of all members. */
  @Override
  public Judgement judge(NDManager manager, Samples select) {
    float[][][] logits = new float[heads.size()][select.size()][];
    Chunks.each(
        manager,
        select,
        (x, from) -> {
          NDArray all = logits(network.sent(x, frozen, false), false);
          for (int h = 0; h < logits.length; h++) {
            Chunks.rows(all.get(h), logits[h], from);
          }
        });
    double joint = 0;
    for (float[][] head : logits) {
      joint += Score.of(head, select.labels()).loss();
    }
    return new Judgement(Score.of(logits[logits.length - 1], select.labels()), joint);
  }
}
