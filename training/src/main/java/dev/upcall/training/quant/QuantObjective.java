package dev.upcall.training.quant;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.tensor.QParams;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitKey;
import dev.upcall.training.fit.Judgement;
import dev.upcall.training.fit.Lesson;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.Chunks;
import dev.upcall.training.mel.Score;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;

/**
 * One member with its exit, rounded in the forward pass, by the labels and by its own scores as
 * floats: what it lost by rounding is told by the latter for every class and sample. Ranges of
 * activations are chosen anew when an epoch begins, and stand still within it.
 */
final class QuantObjective implements Objective {
  private final String member;
  private final FoldedNetwork network;
  private final Weights weights;
  private final Weights floats;
  private final Bits bits;
  private final Samples calibrate;
  private final QParams input;
  private final NDManager manager;
  private Ranges ranges;

  /**
   * @param weights of the network, to be moved
   * @param floats the same, which stay as they are
   * @param input how the network's input is quantised
   */
  QuantObjective(
      String member,
      FoldedNetwork network,
      Weights weights,
      Weights floats,
      Bits bits,
      Samples calibrate,
      QParams input,
      NDManager manager) {
    this.member = member;
    this.network = network;
    this.weights = weights;
    this.floats = floats;
    this.bits = bits;
    this.calibrate = calibrate;
    this.input = input;
    this.manager = manager;
  }

  @Override
  public List<String> terms() {
    return List.of(member, member + ".float");
  }

  @Override
  public float[] lambda() {
    return new float[] {0.5f, 0.5f};
  }

  @Override
  public Weights weights() {
    return weights;
  }

  /** What ranges are chosen by; the frozen weights are the first ones. */
  @Override
  public String foreign() {
    return new FitKey().add(calibrate).add(input.toString()).digits();
  }

  @Override
  public void epochBegins(int epoch, int epochs) {
    ranges = ranges();
  }

  /** Logarithms of the float network's probabilities, [N,classes]. */
  @Override
  public NDList frozen(NDArray x) {
    NDArray logits = network.forward(x, floats, Rounding.NONE).get(OnnxGraph.LOGITS);
    return new NDList(logits.logSoftmax(1));
  }

  @Override
  public NDArray losses(Lesson lesson) {
    NDArray found =
        network
            .forward(lesson.x(), weights, ranges.rounding(bits))
            .get(OnnxGraph.LOGITS)
            .logSoftmax(1);
    NDArray exact = lesson.frozen().singletonOrThrow();
    NDArray truth = lesson.truth((int) found.getShape().get(1));
    NDArray labels = mean(truth.mul(found).neg());
    NDArray divergence = mean(exact.exp().mul(exact.sub(found)));
    return NDArrays.stack(new NDList(labels, divergence));
  }

  /** Over the batch, of sums over classes. */
  private static NDArray mean(NDArray perClass) {
    return perClass.sum(new int[] {1}).mean();
  }

  @Override
  public Judgement judge(NDManager parent, Samples select) {
    Score score = score(parent, select);
    return new Judgement(score, score.loss());
  }

  /** How good the rounded network is, its ranges chosen for the weights as they are now. */
  Score score(NDManager parent, Samples samples) {
    return score(parent, samples, weights, ranges().rounding(bits));
  }

  /** How good the network is without any rounding, before anything was moved. */
  Score exact(NDManager parent, Samples samples) {
    return score(parent, samples, floats, Rounding.NONE);
  }

  private Score score(NDManager parent, Samples samples, Weights by, Rounding rounding) {
    float[][] logits = new float[samples.size()][];
    Chunks.each(
        parent,
        samples,
        (x, from) ->
            Chunks.rows(network.forward(x, by, rounding).get(OnnxGraph.LOGITS), logits, from));
    return Score.of(logits, samples.labels());
  }

  private Ranges ranges() {
    return Ranges.of(manager, network, weights, bits, calibrate, input);
  }
}
