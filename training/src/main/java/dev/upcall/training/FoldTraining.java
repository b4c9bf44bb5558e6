package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.FoldReport.BranchReport;
import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.branch.BranchPhase;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.data.Samples;
import dev.upcall.training.export.Artefacts;
import dev.upcall.training.export.TrainedEnsemble;
import dev.upcall.training.fit.Checkpoint;
import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.Fit;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.StepEvent;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.HeadRefit;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.MelObjective;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One fold from data to files: joint training on TRAIN, the epoch and every head's L2 chosen on
 * SELECT, branches on the members frozen by then, export. TEST is opened last, when nothing is left
 * to choose.
 */
final class FoldTraining {
  private final Project project;
  private final TrainingSettings settings;
  private final long seed;
  private final NDManager manager;
  private final ProgressListener progress;

  /**
   * @param project at the fold to train
   */
  FoldTraining(
      Project project,
      TrainingSettings settings,
      long seed,
      NDManager manager,
      ProgressListener progress) {
    this.project = project;
    this.settings = settings;
    this.seed = seed;
    this.manager = manager;
    this.progress = progress;
  }

  FoldReport run() {
    long begin = System.nanoTime();
    phase("reading the data");
    ProjectSamples samples = ProjectSamples.load(project);
    Samples train = samples.learning(Split.TRAIN, Math.min(settings.samples(), settings.limit()));
    Samples select = samples.learning(Split.SELECT, settings.limit());
    MelNetwork network =
        new MelNetwork(settings.members(), samples.shape(), project.manifest().classes().size());
    try (Weights weights = new Weights(manager, seed)) {
      network.declare(weights);
      Epochs epochs = new Epochs();
      Checkpoint best =
          new Fit(
                  "members",
                  new MelObjective(network, weights, lambda(network), settings.fit().dropout()),
                  settings.fit(),
                  train,
                  select,
                  seed)
              .run(manager, epochs);
      Inference inference = new Inference(network, weights);
      phase("features of %d clean samples", train.size());
      FeatureTable selectFeatures = inference.features(manager, select);
      Map<Subset, Refit> refits =
          refit(network, inference.features(manager, train), selectFeatures);
      Samples testSamples = samples.of(Split.TEST, settings.limit());
      Map<String, List<BranchPhase.Result>> branches =
          branches(refits, weights, train, select, selectFeatures, testSamples);
      phase("checking the exports in ONNX Runtime");
      Artefacts artefacts =
          Artefacts.of(
              project, trained(network, best.weights(), refits, branches), select, selectFeatures);
      artefacts.write();
      phase("scoring the test split");
      FeatureTable test = inference.features(manager, testSamples);
      return new FoldReport(
          project.fold(),
          best.epoch(),
          (System.nanoTime() - begin) / 1e9,
          epochs.samplesPerSecond(),
          artefacts.largestDifference(),
          artefacts.size(),
          reports(refits, test),
          branchReports(branches));
    }
  }

  private Map<String, List<BranchPhase.Result>> branches(
      Map<Subset, Refit> refits,
      Weights weights,
      Samples train,
      Samples select,
      FeatureTable selectFeatures,
      Samples test) {
    Map<String, List<BranchPhase.Result>> results = new TreeMap<>();
    settings
        .branches()
        .forEach(
            (member, branches) -> {
              Subset alone = new Subset(List.of(member));
              BranchPhase training =
                  new BranchPhase(
                      member,
                      settings.members().get(member),
                      weights,
                      refits.get(alone).head(),
                      settings.branchFit(),
                      manager,
                      new BranchEpochs(),
                      what -> phase("%s", what));
              Features features = selectFeatures.of(alone);
              results.put(
                  member,
                  branches.stream()
                      .map(branch -> training.train(branch, train, select, features, test, seed))
                      .toList());
            });
    return results;
  }

  private Map<String, BranchReport> branchReports(Map<String, List<BranchPhase.Result>> branches) {
    Map<String, BranchReport> reports = new TreeMap<>();
    List<String> names = project.manifest().classes();
    branches.forEach(
        (member, results) ->
            results.forEach(
                result ->
                    reports.put(
                        result.trained().path(),
                        new BranchReport(
                            result.trained().classes().stream().map(names::get).toList(),
                            result.parameters(),
                            result.macs(),
                            proportion(result.trained().head().select()),
                            proportion(result.test())))));
    return reports;
  }

  private void phase(String pattern, Object... values) {
    progress.phase(project.fold(), String.format(Locale.ROOT, pattern, values));
  }

  /** Passes on what happens in the epochs and averages their speed. */
  private final class Epochs implements FitListener {
    private double secondsPerSample;
    private int epochs;

    @Override
    public void step(StepEvent event) {
      progress.step(project.fold(), event);
    }

    @Override
    public void epoch(EpochEvent event) {
      secondsPerSample += 1 / event.samplesPerSecond();
      epochs++;
      progress.epoch(project.fold(), event);
    }

    double samplesPerSecond() {
      return epochs / secondsPerSample;
    }
  }

  /** Says how a branch comes along, as a phase of the fold. */
  private final class BranchEpochs implements FitListener {
    @Override
    public void epoch(EpochEvent event) {
      phase(
          "branch %s, epoch %d/%d  loss %.3f",
          event.fit(), event.epoch(), event.epochs(), event.loss());
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
      phase("fitting head %d of %d", refits.size() + 1, network.subsets().size());
      refits.put(
          subset,
          subset.size() == 1
              ? refit.fitExit(train.of(subset), select.of(subset))
              : refit.fit(train.of(subset), select.of(subset)));
    }
    return refits;
  }

  private static TrainedEnsemble trained(
      MelNetwork network,
      Snapshot weights,
      Map<Subset, Refit> refits,
      Map<String, List<BranchPhase.Result>> results) {
    Map<Subset, LinearHead> heads = new LinkedHashMap<>();
    refits.forEach((subset, refit) -> heads.put(subset, refit.head()));
    Map<String, List<TrainedBranch>> branches = new TreeMap<>();
    results.forEach(
        (member, list) ->
            branches.put(member, list.stream().map(BranchPhase.Result::trained).toList()));
    return new TrainedEnsemble(network, weights, heads, branches);
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
