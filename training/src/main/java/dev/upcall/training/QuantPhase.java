package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.training.FoldReport.QuantReport;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.quant.QuantTuning;
import dev.upcall.training.settings.QuantSettings;
import dev.upcall.training.settings.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fine-tunes the members that will be integers, each by itself. It comes between training and the
 * refit of heads, so heads and branches are fitted to what the members came to.
 */
final class QuantPhase {
  private final Project project;
  private final TrainingSettings settings;
  private final Samples train;
  private final Samples select;
  private final Supplier<Samples> calibrate;
  private final long seed;
  private final NDManager manager;
  private final Checkpoints checkpoints;
  private final FitListener listener;

  /**
   * @param calibrate samples that the compiler chooses ranges by; not asked for where nothing is
   *     tuned, since a project need not have them
   */
  QuantPhase(
      Project project,
      TrainingSettings settings,
      Samples train,
      Samples select,
      Supplier<Samples> calibrate,
      long seed,
      NDManager manager,
      Checkpoints checkpoints,
      FitListener listener) {
    this.project = project;
    this.settings = settings;
    this.train = train;
    this.select = select;
    this.calibrate = calibrate;
    this.seed = seed;
    this.manager = manager;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /**
   * Tunes the members that the settings name and that are trained, if there are any.
   *
   * @param weights of the network, which hold what was kept afterwards
   * @return by member
   */
  Map<String, QuantReport> run(MelNetwork network, Weights weights) {
    Map<String, QuantReport> reports = new TreeMap<>();
    Optional<QuantSettings> wanted = settings.quantization();
    if (wanted.isEmpty()) {
      return reports;
    }
    List<String> names =
        network.members().keySet().stream().filter(wanted.get().members()::contains).toList();
    if (names.isEmpty()) {
      return reports;
    }
    QuantTuning tuning =
        new QuantTuning(
            wanted.get().fit(settings.fit()),
            wanted.get().weights(),
            train,
            select,
            calibrate.get(),
            new Preprocessor(project.manifest().input()).qparams(),
            manager,
            checkpoints,
            listener);
    for (String name : names) {
      QuantTuning.Result result =
          tuning.run(
              name,
              network.members().get(name),
              weights.snapshot(),
              exit(name, network, weights),
              seed);
      if (result.isBetter()) {
        weights.restore(weights.snapshot().with(result.weights()));
      }
      reports.put(
          name,
          new QuantReport(
              wanted.get().weights().key(),
              result.epoch(),
              result.isBetter(),
              proportion(result.floats()),
              proportion(result.plain()),
              proportion(result.tuned())));
    }
    return reports;
  }

  /** Fitted to the features as they are: that of joint training has not converged. */
  private LinearHead exit(String name, MelNetwork network, Weights weights) {
    Subset alone = new Subset(List.of(name));
    Inference inference = new Inference(network.only(Set.of(name)), weights);
    return new HeadRefit(manager, network.classes())
        .fitExit(
            inference.features(manager, train).of(alone),
            inference.features(manager, select).of(alone))
        .head();
  }

  private static Proportion proportion(Score score) {
    return new Proportion(score.correct(), score.samples());
  }
}
