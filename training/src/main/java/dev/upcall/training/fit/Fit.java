package dev.upcall.training.fit;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Precision;
import dev.upcall.training.data.Samples;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The training loop: minimises any objective over a schedule and keeps the epoch that does best on
 * SELECT. Everything random comes from one seed. A fold may take several fits one after the other,
 * each with a name of its own. A fit that was cut off goes on behind its last whole epoch and comes
 * to the same bits as one that was not.
 */
public final class Fit {
  private final String name;
  private final Objective objective;
  private final FitSettings settings;
  private final Samples train;
  private final Samples select;
  private final long seed;

  /**
   * @param name of this fit within its fold, such as {@code members} or {@code deep.early}; part of
   *     a file's name
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
    this.settings = settings;
    this.train = train;
    this.select = select;
    this.seed = seed;
    if (objective.terms().size() != objective.lambda().length) {
      throw new IllegalArgumentException(
          "terms " + objective.terms() + ", weights " + Arrays.toString(objective.lambda()));
    }
  }

  /**
   * Runs all epochs that are left.
   *
   * @param checkpoints where to go on from, and where to leave a state after each epoch
   * @return the epoch to keep, which the objective's weights hold afterwards
   * @throws dev.upcall.core.diagnostic.UpcallException when the loss is not a number any more; the
   *     state after the epoch before stays where it is
   */
  public Checkpoint run(NDManager parent, Checkpoints checkpoints, FitListener listener) {
    try (NDManager manager = parent.newSubManager();
        Precision precision = settings.precision().in(manager)) {
      objective.weights().trainIn(precision);
      FitRun run = new FitRun(name, objective, settings, train, select, seed, manager);
      String key = key(checkpoints.settings());
      Optional<FitState> left = checkpoints.load(name, key, listener::note);
      if (left.isPresent()) {
        run.goOn(left.get());
        listener.resumed(left.get().history());
      }
      while (!run.over() && !(checkpoints.finish() && left.isPresent())) {
        run.epoch(listener);
        checkpoints.save(name, key, run.state());
      }
      if (run.stoppedEarly()) {
        listener.note(
            String.format(
                Locale.ROOT,
                "%s: no better epoch in %d, stopped after %d",
                name,
                settings.patience(),
                run.epochs()));
      }
      objective.weights().trainIn(Precision.FLOAT32);
      Checkpoint best = run.best();
      objective.weights().restore(best.weights());
      return best;
    }
  }

  private String key(String foldSettings) {
    return new FitKey()
        .add(foldSettings)
        .add(name)
        .add(settings.toString())
        .add(objective.terms().toString())
        .add(Arrays.toString(objective.lambda()))
        .add(objective.foreign())
        .add(Long.toString(seed))
        .add(train)
        .add(select)
        .add(objective.weights().snapshot())
        .digits();
  }
}
