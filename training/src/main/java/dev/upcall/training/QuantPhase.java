package dev.upcall.training;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.training.FoldReport.QuantReport;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.quant.QuantTuning;
import dev.upcall.training.settings.QuantSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Fine-tunes the members that will be integers, each by itself. It comes between training and the
 * refit of heads, so heads and branches are fitted to what the members came to.
 */
final class QuantPhase {
  private final FoldFits fold;
  private final Supplier<Samples> calibrate;
  private final FitListener listener;

  /**
   * @param calibrate samples that the compiler chooses ranges by; not asked for where nothing is
   *     tuned, since a project need not have them
   */
  QuantPhase(FoldFits fold, Supplier<Samples> calibrate, FitListener listener) {
    this.fold = fold;
    this.calibrate = calibrate;
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
    Optional<QuantSettings> wanted = fold.settings().quantization();
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
            wanted.get().fit(fold.settings().fit()),
            wanted.get().weights(),
            fold.train(),
            fold.select(),
            calibrate.get(),
            new Preprocessor(fold.project().manifest().input()).qparams(),
            fold.manager(),
            fold.checkpoints(),
            listener);
    for (String name : names) {
      QuantTuning.Result result =
          tuning.run(
              name,
              network.members().get(name),
              weights.snapshot(),
              CleanExit.of(name, network, weights, fold),
              fold.seed());
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

  private static Proportion proportion(Score score) {
    return new Proportion(score.correct(), score.samples());
  }
}
