package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Batches;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitSettings;
import dev.upcall.training.fit.OptimizerSteps;
import dev.upcall.training.mel.Chunks;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.MelLoss;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Moves a branch's weights by cross-entropy while its member stands still, batch statistics too: a
 * branch costs the member's own accuracy nothing. (Exits trained jointly with equal weights cost
 * ResNet-8 one point on Fashion-MNIST and six on CIFAR-10.)
 */
final class BranchTraining {
  private final BranchNetwork network;
  private final FitSettings settings;
  private final Batches batches;
  private final OptimizerSteps steps;

  BranchTraining(BranchNetwork network, FitSettings settings, Samples train, long seed) {
    this.network = network;
    this.settings = settings;
    this.batches = new Batches(train, settings.augmentation(), settings.batch(), seed);
    this.steps = new OptimizerSteps(settings, batches.perEpoch());
  }

  /**
   * Runs all epochs. The last is the one to keep: its rate ends at 0, and the head is refitted.
   *
   * @param weights freshly declared
   * @param progress hears of every epoch
   * @throws dev.upcall.core.diagnostic.UpcallException when the loss is not a number any more
   */
  void run(NDManager manager, Weights weights, Consumer<String> progress) {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      double[] sum = new double[1];
      batches.epoch(batch -> sum[0] += step(manager, weights, batch));
      progress.accept(
          String.format(
              Locale.ROOT,
              "branch %s, epoch %d/%d  loss %.3f",
              network.path(),
              epoch,
              settings.epochs(),
              sum[0] / batches.perEpoch()));
    }
  }

  private float step(NDManager parent, Weights weights, Batches.Batch batch) {
    MapShape shape = network.input();
    try (NDManager manager = parent.newSubManager()) {
      Shape all = new Shape(batch.labels().length, shape.channels(), shape.height(), shape.width());
      NDArray x = manager.create(batch.values(), all);
      // Outside of the collector: no gradient of the member is kept, let alone computed.
      NDArray map = network.map(x);
      NDArray truth = MelLoss.oneHot(manager, batch.labels(), network.classes());
      float loss;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        NDArray logits = network.logits(network.features(x, map, weights, true), weights);
        NDArray mean = MelLoss.perSubset(logits.expandDims(0), truth).sum();
        loss = mean.getFloat();
        if (!Float.isFinite(loss)) {
          throw notANumber(loss);
        }
        collector.backward(mean);
      }
      steps.step(weights);
      return loss;
    }
  }

  /** Clean features of samples. */
  static Features features(
      BranchNetwork network, NDManager parent, Weights weights, Samples samples) {
    float[][] features = new float[samples.size()][];
    Chunks.each(
        parent,
        samples,
        (x, from) ->
            Chunks.rows(network.features(x, network.map(x), weights, false), features, from));
    return new Features(features, samples.labels());
  }

  private RuntimeException notANumber(float loss) {
    int step = steps.taken() + 1;
    return Diagnostic.of(TrainingCode.LOSS_NOT_FINITE)
        .at("branch %s, step %d of %d", network.path(), step, steps.all())
        .found("loss %s at learning rate %.4g", loss, steps.rate(step))
        .need("a finite loss")
        .fix("lower optimizer.rate or raise optimizer.warmupEpochs in training.yaml")
        .toException();
  }
}
