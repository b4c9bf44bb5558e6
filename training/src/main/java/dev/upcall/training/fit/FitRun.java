package dev.upcall.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Pictures;
import dev.upcall.training.data.Batches;
import dev.upcall.training.data.Samples;
import dev.upcall.training.data.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fit on its way: all that changes from step to step and from epoch to epoch. */
final class FitRun {
  private final String name;
  private final Objective objective;
  private final FitSettings settings;
  private final MapShape shape;
  private final Samples select;
  private final NDManager manager;
  private final NDArray lambda;
  private final Batches batches;
  private final Sequence noise;
  private final OptimizerSteps steps;
  private final CheckpointKeeper keeper = new CheckpointKeeper();
  private final List<EpochEvent> history = new ArrayList<>();

  /**
   * @param manager of its own, which the run's arrays live under
   */
  FitRun(
      String name,
      Objective objective,
      FitSettings settings,
      Samples train,
      Samples select,
      long seed,
      NDManager manager) {
    this.name = name;
    this.objective = objective;
    this.settings = settings;
    this.shape = train.shape();
    this.select = select;
    this.manager = manager;
    this.lambda = manager.create(objective.lambda());
    SplittableRandom seeds = new SplittableRandom(seed);
    this.batches = new Batches(train, settings.augmentation(), settings.batch(), seeds.nextLong());
    this.noise = new Sequence(seeds.nextLong());
    this.steps = new OptimizerSteps(settings, batches.perEpoch(), manager);
  }

  /** Goes on where {@link #state} was called. */
  void goOn(FitState state) {
    batches.goTo(state.batches());
    noise.goTo(state.noise());
    objective.weights().restore(state.weights());
    steps.goTo(state.steps(), state.moments(), objective.weights());
    keeper.goOn(state.kept());
    history.addAll(state.history());
  }

  /** All that the next epoch depends on. */
  FitState state() {
    return new FitState(
        steps.taken(),
        batches.place(),
        noise.place(),
        objective.weights().snapshot(),
        steps.moments(),
        keeper.kept(),
        history);
  }

  /** Epochs behind. */
  int epochs() {
    return history.size();
  }

  boolean over() {
    return epochs() >= settings.epochs() || stoppedEarly();
  }

  /** Whether no epoch of the last ones can be chosen, as many as the settings are patient for. */
  boolean stoppedEarly() {
    return epochs() < settings.epochs()
        && epochs() > 0
        && epochs() - keeper.latest() >= settings.patience();
  }

  Checkpoint best() {
    return keeper.best();
  }

  /** Runs the next epoch. */
  void epoch(FitListener listener) {
    int epoch = epochs() + 1;
    EpochMeter meter =
        new EpochMeter(name, epoch, settings.epochs(), batches.perEpoch(), objective);
    objective.epochBegins(epoch, settings.epochs());
    long begin = System.nanoTime();
    batches.epoch(
        batch -> {
          meter.add(step(batch));
          listener.step(meter.step());
        });
    double seconds = (System.nanoTime() - begin) / 1e9;
    Judgement judgement = objective.judge(manager, select);
    keeper.offer(epoch, judgement, objective.weights()::snapshot);
    EpochEvent event =
        meter.epoch(
            steps.rate(steps.taken()),
            judgement.combined(),
            (double) batches.perEpoch() * batches.size() / seconds);
    history.add(event);
    listener.epoch(event);
  }

  /** Moves the weights by one batch; returns its loss terms. */
  private float[] step(Batches.Batch batch) {
    int n = batch.labels().length;
    try (NDManager own = manager.newSubManager()) {
      NDArray x = Pictures.of(own, batch.values(), n, shape);
      Lesson lesson = new Lesson(own, x, batch.labels(), objective.frozen(x), noise);
      float[] terms;
      try (GradientCollector collector = own.getEngine().newGradientCollector()) {
        NDArray losses = objective.losses(lesson);
        NDArray joint = losses.mul(lambda).sum();
        if (!Float.isFinite(joint.getFloat())) {
          throw notANumber(joint.getFloat());
        }
        collector.backward(joint);
        terms = losses.toFloatArray();
      }
      steps.step(objective.weights());
      return terms;
    }
  }

  private RuntimeException notANumber(float loss) {
    int step = steps.taken() + 1;
    return Diagnostic.of(TrainingCode.LOSS_NOT_FINITE)
        .at("%s, step %d of %d, in epoch %d", name, step, steps.all(), epochs() + 1)
        .found("joint loss %s at learning rate %.4g", loss, steps.rate(step))
        .need("a finite loss")
        .fix(
            "lower optimizer.rate or raise optimizer.warmupEpochs in training.yaml%s",
            epochs() == 0 ? "" : ", or take the best epoch of " + epochs() + " with --finish")
        .toException();
  }
}
