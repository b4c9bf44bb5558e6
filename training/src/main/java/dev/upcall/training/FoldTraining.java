package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.FoldReport.CoarseReport;
import dev.upcall.training.FoldReport.QuantReport;
import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.data.Samples;
import dev.upcall.training.export.Artefacts;
import dev.upcall.training.export.TrainedEnsemble;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.settings.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One fold from data to files: members trained on TRAIN, the epochs and every head's L2 chosen on
 * SELECT, branches on the members frozen by then, export. TEST is opened last, when nothing is left
 * to choose.
 */
final class FoldTraining {
  /** Samples that settle the ranges of activations. */
  private static final int CALIBRATE = 1000;

  private final Project project;
  private final TrainingSettings settings;
  private final long seed;
  private final NDManager manager;
  private final Checkpoints checkpoints;
  private final ProgressListener progress;

  /**
   * @param project at the fold to train
   */
  FoldTraining(
      Project project,
      TrainingSettings settings,
      long seed,
      NDManager manager,
      Checkpoints checkpoints,
      ProgressListener progress) {
    this.project = project;
    this.settings = settings;
    this.seed = seed;
    this.manager = manager;
    this.checkpoints = checkpoints;
    this.progress = progress;
  }

  FoldReport run() {
    long begin = System.nanoTime();
    phase("reading the data");
    ProjectSamples samples = ProjectSamples.load(project);
    Samples train = samples.learning(Split.TRAIN, Math.min(settings.samples(), settings.limit()));
    Samples select = samples.learning(Split.SELECT, settings.limit());
    MelNetwork network = network(samples.shape());
    try (Weights weights = new Weights(manager, seed)) {
      network.declare(weights);
      FoldEpochs epochs = new FoldEpochs(project.fold(), progress);
      progress.planned(project.fold(), FitPlan.of(settings, network, train.size()));
      FoldFits fits = new FoldFits(project, settings, train, select, seed, manager, checkpoints);
      MemberPhase members = new MemberPhase(fits, epochs);
      Map<String, Integer> kept = members.run(network, weights);
      double speed = epochs.samplesPerSecond();
      Map<String, QuantReport> quantized =
          new QuantPhase(
                  fits,
                  () -> samples.of(Split.CALIBRATE, Math.min(CALIBRATE, settings.limit())),
                  epochs)
              .run(network, weights);
      Inference inference = new Inference(network, weights);
      phase("features of %d clean samples", train.size());
      FeatureTable selectFeatures = inference.features(manager, select);
      FeatureTable trainFeatures = inference.features(manager, train);
      Map<Subset, Refit> refits =
          new HeadPhase(network, manager, what -> phase("%s", what))
              .run(trainFeatures, selectFeatures);
      CoarsePhase coarse = new CoarsePhase(settings.heads().coarse());
      coarse.fit(network, trainFeatures, selectFeatures, manager);
      BranchesPhase branches = new BranchesPhase(network, weights, refits, manager);
      branches.train(
          fits,
          selectFeatures,
          members::learnt,
          new FoldEpochs(project.fold(), progress),
          what -> phase("%s", what));
      phase("checking the exports in ONNX Runtime");
      Artefacts artefacts =
          Artefacts.of(
              project,
              trained(network, weights.snapshot(), refits, coarse.exits(), branches.trained()),
              select,
              selectFeatures,
              inference.sent(manager, select));
      artefacts.write();
      phase("scoring the test split");
      Samples test = samples.of(Split.TEST, settings.limit());
      FeatureTable testFeatures = inference.features(manager, test);
      BranchesPhase.Reports scored =
          branches.report(
              samples.find(Split.TUNE, settings.limit()),
              test,
              testFeatures,
              project.manifest().classes());
      Map<String, SubsetReport> subsets = SubsetReports.of(network, refits, testFeatures, manager);
      phase("running the written files on the test split");
      Map<String, Proportion> reported = new TreeMap<>();
      subsets.forEach((key, subset) -> reported.put(key, subset.test()));
      scored.branches().forEach((path, branch) -> reported.put(path, branch.test()));
      Map<String, CoarseReport> groups = coarse.report(testFeatures);
      groups.forEach((member, exit) -> reported.put(member + ".coarse", exit.test()));
      ExportEquality exported =
          ExportEquality.require(
              project,
              reported,
              network.members().keySet(),
              branches.trained(),
              settings.heads().coarse(),
              test);
      return new FoldReport(
          project.fold(),
          kept,
          (System.nanoTime() - begin) / 1e9,
          speed,
          artefacts.largestDifference(),
          artefacts.size(),
          artefacts.stale(),
          subsets,
          groups,
          scored.branches(),
          scored.ladders(),
          quantized,
          exported);
    }
  }

  /** The members to train; of those that feed heads all subsets, where the method has heads. */
  private MelNetwork network(MapShape input) {
    SortedMap<String, Architecture> members = settings.trained();
    Set<String> combined = new TreeSet<>(members.keySet());
    combined.removeIf(
        name ->
            !settings.method().hasHeads()
                || project.manifest().members().get(name).features().isEmpty());
    return new MelNetwork(
        members, combined, settings.heads().design(), input, project.manifest().classes().size());
  }

  private void phase(String pattern, Object... values) {
    progress.phase(project.fold(), String.format(Locale.ROOT, pattern, values));
  }

  private TrainedEnsemble trained(
      MelNetwork network,
      Snapshot weights,
      Map<Subset, Refit> refits,
      Map<String, LinearHead> coarse,
      Map<String, List<TrainedBranch>> branches) {
    Map<Subset, LinearHead> heads = new LinkedHashMap<>();
    refits.forEach((subset, refit) -> heads.put(subset, refit.head()));
    return new TrainedEnsemble(
        network, weights, heads, coarse, branches, settings.heads().partialLogits());
  }
}
