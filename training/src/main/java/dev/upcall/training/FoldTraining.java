package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.data.Samples;
import dev.upcall.training.export.Artefacts;
import dev.upcall.training.export.TrainedEnsemble;
import dev.upcall.training.fit.Checkpoint;
import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.JointTraining;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One fold from data to files: joint training on TRAIN, the epoch and every head's L2 chosen on
 * SELECT, export. TEST is opened last, when nothing is left to choose.
 */
final class FoldTraining {
  private final Project project;
  private final TrainingSettings settings;
  private final long seed;
  private final NDManager manager;

  /**
   * @param project at the fold to train
   */
  FoldTraining(Project project, TrainingSettings settings, long seed, NDManager manager) {
    this.project = project;
    this.settings = settings;
    this.seed = seed;
    this.manager = manager;
  }

  FoldReport run(Consumer<EpochEvent> listener) {
    long begin = System.nanoTime();
    ProjectSamples samples = ProjectSamples.load(project);
    Samples train = samples.learning(Split.TRAIN).first(settings.samples());
    Samples select = samples.learning(Split.SELECT);
    MelNetwork network =
        new MelNetwork(settings.members(), samples.shape(), project.manifest().classes().size());
    try (Weights weights = new Weights(manager, seed)) {
      network.declare(weights);
      Checkpoint best =
          new JointTraining(network, lambda(network), settings.fit(), train, select, seed)
              .run(manager, weights, listener);
      weights.restore(best.weights());
      Inference inference = new Inference(network, weights);
      FeatureTable selectFeatures = inference.features(manager, select);
      Map<Subset, Refit> refits =
          refit(network, inference.features(manager, train), selectFeatures);
      Artefacts artefacts =
          Artefacts.of(project, trained(network, best.weights(), refits), select, selectFeatures);
      artefacts.write();
      FeatureTable test = inference.features(manager, samples.of(Split.TEST));
      return new FoldReport(
          project.fold(),
          best.epoch(),
          (System.nanoTime() - begin) / 1e9,
          artefacts.largestDifference(),
          artefacts.size(),
          reports(refits, test));
    }
  }

  private float[] lambda(MelNetwork network) {
    List<Subset> subsets = network.subsets();
    float[] lambda = new float[subsets.size()];
    for (int s = 0; s < lambda.length; s++) {
      lambda[s] = (float) settings.lambda(subsets.get(s));
    }
    return lambda;
  }

  private Map<Subset, Refit> refit(MelNetwork network, FeatureTable train, FeatureTable select) {
    HeadRefit refit = new HeadRefit(manager, network.classes());
    Map<Subset, Refit> refits = new LinkedHashMap<>();
    for (Subset subset : network.subsets()) {
      refits.put(
          subset,
          subset.size() == 1
              ? refit.fitExit(train.of(subset), select.of(subset))
              : refit.fit(train.of(subset), select.of(subset)));
    }
    return refits;
  }

  private static TrainedEnsemble trained(
      MelNetwork network, Snapshot weights, Map<Subset, Refit> refits) {
    Map<Subset, LinearHead> heads = new LinkedHashMap<>();
    refits.forEach((subset, refit) -> heads.put(subset, refit.head()));
    return new TrainedEnsemble(network, weights, heads);
  }

  private static Map<String, SubsetReport> reports(Map<Subset, Refit> refits, FeatureTable test) {
    Map<String, SubsetReport> reports = new LinkedHashMap<>();
    refits.forEach(
        (subset, refit) -> {
          Proportion selected = proportion(refit.select());
          Proportion tested = proportion(Score.of(refit.head(), test.of(subset)));
          reports.put(subset.key(), new SubsetReport(refit.l2(), selected, tested));
        });
    return reports;
  }

  private static Proportion proportion(Score score) {
    return new Proportion(score.correct(), score.samples());
  }
}
