package dev.upcall.training.fit;

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
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.MelLoss;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains all members and heads at once by the MEL loss and keeps the epoch that does best on
 * SELECT. Everything random comes from one seed.
 */
public final class JointTraining {
  private final MelNetwork network;
  private final float[] lambda;
  private final FitSettings settings;
  private final Batches batches;
  private final Samples select;
  private final OptimizerSteps steps;
  private final Random dropout;
  private final double[] lossSums;

  /**
   * @param lambda weight of each subset's cross-entropy, in the order of the network's subsets
   */
  public JointTraining(
      MelNetwork network,
      float[] lambda,
      FitSettings settings,
      Samples train,
      Samples select,
      long seed) {
    this.network = network;
    this.lambda = lambda.clone();
    this.settings = settings;
    SplittableRandom seeds = new SplittableRandom(seed);
    this.batches = new Batches(train, settings.augmentation(), settings.batch(), seeds.nextLong());
    this.dropout = new Random(seeds.nextLong());
    this.select = select;
    this.steps = new OptimizerSteps(settings, batches.perEpoch());
    this.lossSums = new double[lambda.length];
  }

  /**
   * Runs all epochs.
   *
   * @param weights freshly declared; hold the last epoch's values afterwards
   * @throws dev.upcall.core.diagnostic.UpcallException when the loss is not a number any more
   */
  public Checkpoint run(NDManager manager, Weights weights, FitListener listener) {
    CheckpointKeeper keeper = new CheckpointKeeper();
    Inference inference = new Inference(network, weights);
    try (NDManager constants = manager.newSubManager()) {
      NDArray lambdas = constants.create(lambda);
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        Arrays.fill(lossSums, 0);
        int current = epoch;
        int before = steps.taken();
        long begin = System.nanoTime();
        batches.epoch(
            batch -> {
              step(constants, weights, lambdas, batch);
              listener.step(stepEvent(current, steps.taken() - before));
            });
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Score> scores = inference.scores(constants, select);
        Score combined = combined(scores);
        keeper.offer(epoch, combined, joint(scores), weights::snapshot);
        listener.epoch(event(epoch, combined, seconds));
      }
    }
    return keeper.best();
  }

  private void step(NDManager parent, Weights weights, NDArray lambdas, Batches.Batch batch) {
    int n = batch.labels().length;
    MapShape shape = network.input();
    try (NDManager manager = parent.newSubManager()) {
      NDArray x =
          manager.create(
              batch.values(), new Shape(n, shape.channels(), shape.height(), shape.width()));
      NDArray truth = MelLoss.oneHot(manager, batch.labels(), network.classes());
      NDArray perSubset;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        SortedMap<String, NDArray> features = network.features(x, weights, true);
        features.replaceAll((name, value) -> value.mul(mask(manager, value.getShape())));
        perSubset = MelLoss.perSubset(network.logits(features, weights), truth);
        NDArray joint = MelLoss.joint(perSubset, lambdas);
        if (!Float.isFinite(joint.getFloat())) {
          throw notANumber(joint.getFloat());
        }
        collector.backward(joint);
      }
      steps.step(weights);
      float[] losses = perSubset.toFloatArray();
      for (int s = 0; s < losses.length; s++) {
        lossSums[s] += losses[s];
      }
    }
  }

  /** Inverted dropout: what is kept grows, so that nothing changes on average. */
  private NDArray mask(NDManager manager, Shape shape) {
    float kept = (float) (1 / (1 - settings.dropout()));
    float[] mask = new float[(int) shape.size()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = settings.dropout() > 0 && dropout.nextDouble() < settings.dropout() ? 0 : kept;
    }
    return manager.create(mask, shape);
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

  private StepEvent stepEvent(int epoch, int done) {
    return new StepEvent(epoch, settings.epochs(), done, batches.perEpoch(), jointMean(done));
  }

  /** Mean over the epoch's {@code done} steps. */
  private double jointMean(int done) {
    double joint = 0;
    for (int s = 0; s < lossSums.length; s++) {
      joint += lambda[s] * lossSums[s] / done;
    }
    return joint;
  }

  private EpochEvent event(int epoch, Score score, double seconds) {
    SortedMap<String, Double> losses = new TreeMap<>();
    List<Subset> subsets = network.subsets();
    int done = batches.perEpoch();
    for (int s = 0; s < lossSums.length; s++) {
      losses.put(subsets.get(s).key(), lossSums[s] / done);
    }
    return new EpochEvent(
        epoch,
        settings.epochs(),
        steps.rate(steps.taken()),
        jointMean(done),
        losses,
        score,
        (double) done * batches.size() / seconds);
  }

  private RuntimeException notANumber(float loss) {
    int step = steps.taken() + 1;
    return Diagnostic.of(TrainingCode.LOSS_NOT_FINITE)
        .at("step %d of %d", step, steps.all())
        .found("joint loss %s at learning rate %.4g", loss, steps.rate(step))
        .need("a finite loss")
        .fix("lower optimizer.rate or raise optimizer.warmupEpochs in training.yaml")
        .toException();
  }
}
