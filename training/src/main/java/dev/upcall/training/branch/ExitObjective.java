package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Factor;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.Chunks;
import dev.upcall.training.mel.MelLoss;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.SoftScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network and its side exits at once: cross-entropy at the end, and for each exit a term of
 * labels and, where it is self-distilled, of the end's softened scores. What an exit's term asks of
 * the layers that it shares with the end is scaled by the exit's weight on its way back; its own
 * layers learn at the full rate. (With the weight on the term itself, exits that the end shall
 * hardly feel would hardly learn.)
 */
public final class ExitObjective implements Objective {
  private final ExitNetwork network;
  private final ExitSettings settings;
  private final SoftScores soft;
  private final double dropout;

  /**
   * @param dropout share of the end's pooled features set to zero before its head, in 0..1
   */
  public ExitObjective(ExitNetwork network, ExitSettings settings, double dropout) {
    this.network = network;
    this.settings = settings;
    this.soft = new SoftScores(settings.temperature());
    this.dropout = dropout;
  }

  @Override
  public List<String> terms() {
    List<String> terms = new ArrayList<>(List.of(network.member()));
    network.exits().forEach(exit -> terms.add(exit.path()));
    return terms;
  }

  /** The weights of exits are in the gradient already. */
  @Override
  public float[] lambda() {
    float[] lambda = new float[terms().size()];
    Arrays.fill(lambda, 1);
    return lambda;
  }

  @Override
  public Weights weights() {
    return network.weights();
  }

  @Override
  public NDArray losses(Lesson lesson) {
    List<NDArray> maps = network.maps(lesson.x(), true);
    NDArray features = network.features(maps, true);
    NDArray end = network.end(lesson.dropout(features, dropout));
    NDArray truth = lesson.truth(network.classes());
    NDList losses = new NDList(crossEntropy(end, truth));
    NDArray taught = soft.of(end.stopGradient());
    for (BranchNetwork exit : network.exits()) {
      NDArray map = felt(maps.get(exit.branch().after() - 1), settings.weight(exit.branch()));
      NDArray logits =
          exit.logits(exit.features(lesson.x(), map, network.weights(), true), network.weights());
      losses.add(exitLoss(logits, truth, taught));
    }
    return NDArrays.stack(losses);
  }

  /** The map as it is, its gradient scaled: what is added to it is 0, to the bit. */
  private static NDArray felt(NDArray map, double weight) {
    NDArray still = map.stopGradient();
    return weight == 0 ? still : still.add(Factor.times(map.sub(still), weight));
  }

  /** Labels, and the end's softened scores where they have a share. */
  private NDArray exitLoss(NDArray logits, NDArray truth, NDArray taught) {
    NDArray labels = crossEntropy(logits, truth);
    float share = (float) settings.softShare();
    return share == 0
        ? labels
        : Factor.times(labels, 1 - share).add(Factor.times(soft.divergence(taught, logits), share));
  }

  private static NDArray crossEntropy(NDArray logits, NDArray truth) {
    return MelLoss.perSubset(logits.expandDims(0), truth).squeeze(0);
  }

  /** The end decides; the exits' part in the loss is what the shared network feels of them. */
  @Override
  public Judgement judge(NDManager manager, Samples select) {
    int outputs = 1 + network.exits().size();
    float[][][] logits = new float[outputs][select.size()][];
    Chunks.each(
        manager,
        select,
        (x, from) -> {
          List<NDArray> all = network.logits(x);
          for (int k = 0; k < outputs; k++) {
            Chunks.rows(all.get(k), logits[k], from);
          }
        });
    Score end = Score.of(logits[0], select.labels());
    double joint = end.loss();
    for (int k = 1; k < outputs; k++) {
      Branch exit = network.exits().get(k - 1).branch();
      joint += settings.weight(exit) * Score.of(logits[k], select.labels()).loss();
    }
    return new Judgement(end, joint);
  }
}
