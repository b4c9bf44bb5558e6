package dev.upcall.training.quant;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.tensor.QParams;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Convolution;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoint;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.FitNames;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.Score;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.Map;
import java.util.Set;

/**
 * Fine-tunes a trained member so that quantising it costs nothing: the phase between training and
 * the refit of heads. Its weights come back on the steps that the compiler will find, with a batch
 * normalisation that changes nothing; or as they were, where rounding them does better.
 */
public final class QuantTuning {
  private static final Set<String> LAYERS = Set.of("Conv", "Gemm");

  private final FitSettings fit;
  private final Bits bits;
  private final Samples train;
  private final Samples select;
  private final Samples calibrate;
  private final QParams input;
  private final NDManager manager;
  private final Checkpoints checkpoints;
  private final FitListener listener;

  /**
   * @param calibrate samples that the compiler will choose ranges by
   * @param input how the device's input is quantised
   */
  public QuantTuning(
      FitSettings fit,
      Bits bits,
      Samples train,
      Samples select,
      Samples calibrate,
      QParams input,
      NDManager manager,
      Checkpoints checkpoints,
      FitListener listener) {
    this.fit = fit;
    this.bits = bits;
    this.train = train;
    this.select = select;
    this.calibrate = calibrate;
    this.input = input;
    this.manager = manager;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /**
   * What tuning a member came to, on SELECT.
   *
   * @param floats before
   * @param plain rounded before
   * @param tuned rounded after
   * @param weights of the member's layers, to replace those of the same names
   * @param exit that was tuned with them
   */
  public record Result(
      int epoch, Score floats, Score plain, Score tuned, Snapshot weights, LinearHead exit) {
    /** Whether the tuned weights are better, rounded, than those they were tuned from. */
    public boolean isBetter() {
      return tuned.loss() < plain.loss();
    }
  }

  /** What the fit of a member is called. */
  public static String fitName(String member) {
    return member + "." + FitNames.QUANTIZED;
  }

  /**
   * Tunes one member.
   *
   * @param name of the member, under which its weights are
   * @param trained all weights; are not changed
   * @param exit fitted to its features
   */
  public Result run(
      String name, Architecture architecture, Snapshot trained, LinearHead exit, long seed) {
    GraphProto graph = ExitGraph.of(name, architecture, train.shape(), trained, exit);
    FoldedNetwork network = new FoldedNetwork(graph);
    try (Weights weights = new Weights(manager, seed);
        Weights floats = new Weights(manager, seed)) {
      network.declare(weights);
      network.declare(floats);
      QuantObjective objective =
          new QuantObjective(name, network, weights, floats, bits, calibrate, input, manager);
      Score exact = objective.exact(manager, select);
      Score plain = objective.score(manager, select);
      Checkpoint best =
          new Fit(fitName(name), objective, fit, train, select, seed)
              .run(manager, checkpoints, listener);
      Snapshot rounded = network.rounded(weights, bits);
      return new Result(
          best.epoch(),
          exact,
          plain,
          best.combined(),
          unfolded(graph, rounded),
          new LinearHead(
              rounded.values(OnnxGraph.LOGITS + ".weight"),
              rounded.values(OnnxGraph.LOGITS + ".bias")));
    }
  }

  /** The weights of layers under the names that the member's own layers read them by. */
  private static Snapshot unfolded(GraphProto graph, Snapshot folded) {
    return graph.getNodeList().stream()
        .filter(node -> LAYERS.contains(node.getOpType()))
        .filter(node -> !node.getName().equals(OnnxGraph.LOGITS))
        .map(
            node ->
                Convolution.unfolded(
                    node.getName(),
                    folded.values(node.getInput(1)),
                    folded.values(node.getInput(2))))
        .reduce(new Snapshot(Map.of()), Snapshot::with);
  }
}
