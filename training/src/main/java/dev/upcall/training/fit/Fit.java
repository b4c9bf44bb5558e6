package dev.upcall.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Pictures;
import dev.upcall.training.arch.Precision;
import dev.upcall.training.data.Batches;
import dev.upcall.training.data.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The training loop: minimises any objective over a schedule and keeps the epoch that does best on
 * SELECT. Everything random comes from one seed. A fold may take several fits one after the other,
 * each with a name of its own.
 */
public final class Fit {
  private final String name;
  private final Objective objective;
  private final float[] lambda;
  private final FitSettings settings;
  private final MapShape shape;
  private final Batches batches;
  private final Samples select;
  private final OptimizerSteps steps;
  private final Random random;
  private final double[] lossSums;

  /**
   * @param name of this fit within its fold, such as {@code members} or {@code deep.early}
   * @param train labelled as the objective counts its classes
   * @param select the same
   */
  public Fit(
      String name,
      Objective objective,
      FitSettings settings,
      Samples train,
      Samples select,
      long seed) {
    this.name = name;
    this.objective = objective;
    this.lambda = objective.lambda().clone();
    this.settings = settings;
    this.shape = train.shape();
    SplittableRandom seeds = new SplittableRandom(seed);
    this.batches = new Batches(train, settings.augmentation(), settings.batch(), seeds.nextLong());
    this.random = new Random(seeds.nextLong());
    this.select = select;
    this.steps = new OptimizerSteps(settings, batches.perEpoch());
    this.lossSums = new double[lambda.length];
    if (objective.terms().size() != lambda.length) {
      throw new IllegalArgumentException(
          "terms " + objective.terms() + ", weights " + Arrays.toString(lambda));
    }
  }

  /**
   * Runs all epochs.
   *
   * @return the epoch to keep, which the objective's weights hold afterwards
   * @throws dev.upcall.core.diagnostic.UpcallException when the loss is not a number any more
   */
  public Checkpoint run(NDManager manager, FitListener listener) {
    CheckpointKeeper keeper = new CheckpointKeeper();
    try (NDManager constants = manager.newSubManager();
        Precision precision = settings.precision().in(constants)) {
      objective.weights().trainIn(precision);
      NDArray lambdas = constants.create(lambda);
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        Arrays.fill(lossSums, 0);
        objective.epochBegins(epoch, settings.epochs());
        int current = epoch;
        int before = steps.taken();
        long begin = System.nanoTime();
        batches.epoch(
            batch -> {
              step(constants, lambdas, batch);
              listener.step(stepEvent(current, steps.taken() - before));
            });
        double seconds = (System.nanoTime() - begin) / 1e9;
        Judgement judgement = objective.judge(constants, select);
        keeper.offer(epoch, judgement, objective.weights()::snapshot);
        listener.epoch(event(epoch, judgement, seconds));
      }
    }
    objective.weights().trainIn(Precision.FLOAT32);
    Checkpoint best = keeper.best();
    objective.weights().restore(best.weights());
    return best;
  }

  private void step(NDManager parent, NDArray lambdas, Batches.Batch batch) {
    int n = batch.labels().length;
    try (NDManager manager = parent.newSubManager()) {
      NDArray x = Pictures.of(manager, batch.values(), n, shape);
      NDList frozen = objective.frozen(x);
      Lesson lesson = new Lesson(manager, x, batch.labels(), frozen, random);
      NDArray losses;
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        losses = objective.losses(lesson);
        NDArray joint = losses.mul(lambdas).sum();
        if (!Float.isFinite(joint.getFloat())) {
          throw notANumber(joint.getFloat());
        }
        collector.backward(joint);
      }
      steps.step(objective.weights());
      float[] values = losses.toFloatArray();
      for (int t = 0; t < values.length; t++) {
        lossSums[t] += values[t];
      }
    }
  }

  private StepEvent stepEvent(int epoch, int done) {
    return new StepEvent(name, epoch, settings.epochs(), done, batches.perEpoch(), jointMean(done));
  }

  /** Mean over the epoch's {@code done} steps. */
  private double jointMean(int done) {
    double joint = 0;
    for (int t = 0; t < lossSums.length; t++) {
      joint += lambda[t] * lossSums[t] / done;
    }
    return joint;
  }

  private EpochEvent event(int epoch, Judgement judgement, double seconds) {
    Map<String, Double> losses = new LinkedHashMap<>();
    List<String> terms = objective.terms();
    int done = batches.perEpoch();
    for (int t = 0; t < lossSums.length; t++) {
      losses.put(terms.get(t), lossSums[t] / done);
    }
    return new EpochEvent(
        name,
        epoch,
        settings.epochs(),
        steps.rate(steps.taken()),
        jointMean(done),
        losses,
        judgement.combined(),
        (double) done * batches.size() / seconds);
  }

  private RuntimeException notANumber(float loss) {
    int step = steps.taken() + 1;
    return Diagnostic.of(TrainingCode.LOSS_NOT_FINITE)
        .at("fit %s, step %d of %d", name, step, steps.all())
        .found("joint loss %s at learning rate %.4g", loss, steps.rate(step))
        .need("a finite loss")
        .fix("lower optimizer.rate or raise optimizer.warmupEpochs in training.yaml")
        .toException();
  }
}
