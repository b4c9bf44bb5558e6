package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.training.FoldReport.BranchReport;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.branch.Block;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.branch.BranchPhase;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.onnx.OnnxGraph;
import dev.upcall.training.settings.TrainingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The branches of all members: trained or taken over, then scored on TEST as parts of ladders. */
final class BranchesPhase {
  private final MelNetwork network;
  private final Weights weights;
  private final Map<Subset, Refit> refits;
  private final NDManager manager;
  private final Map<String, BranchPhase> phases = new TreeMap<>();
  private final Map<String, List<BranchPhase.Result>> results = new TreeMap<>();

  /**
   * @param weights of the members, which stand still
   * @param refits their heads
   */
  BranchesPhase(MelNetwork network, Weights weights, Map<Subset, Refit> refits, NDManager manager) {
    this.network = network;
    this.weights = weights;
    this.refits = refits;
    this.manager = manager;
  }

  /**
   * Trains the branches of all members.
   *
   * @param features of SELECT
   * @param learnt weights of the branches that were trained together with their member
   */
  void train(
      FoldFits fold,
      FeatureTable features,
      BiFunction<String, Branch, Optional<Snapshot>> learnt,
      FitListener listener,
      Consumer<String> progress) {
    TrainingSettings settings = fold.settings();
    network
        .members()
        .forEach(
            (member, trunk) -> {
              if (settings.branches(member).isEmpty()) {
                return;
              }
              BranchPhase phase =
                  new BranchPhase(
                      member,
                      trunk,
                      weights,
                      exit(member),
                      settings.branchFit(),
                      manager,
                      fold.checkpoints(),
                      listener,
                      progress);
              phases.put(member, phase);
              results.put(
                  member,
                  settings.branches(member).stream()
                      .map(
                          branch ->
                              phase.train(
                                  branch,
                                  fold.train(),
                                  fold.select(),
                                  features.of(alone(member)),
                                  learnt.apply(member, branch),
                                  fold.seed()))
                      .toList());
            });
  }

  private static Subset alone(String member) {
    return new Subset(List.of(member));
  }

  private LinearHead exit(String member) {
    return refits.get(alone(member)).head();
  }

  /** By member, in the order trained; members without any are absent. */
  Map<String, List<TrainedBranch>> trained() {
    Map<String, List<TrainedBranch>> trained = new TreeMap<>();
    results.forEach(
        (member, list) ->
            trained.put(member, list.stream().map(BranchPhase.Result::trained).toList()));
    return trained;
  }

  /**
   * What the report says of branches.
   *
   * @param branches by member and name joined by a dot
   * @param ladders by member
   */
  record Reports(Map<String, BranchReport> branches, Map<String, LadderReport> ladders) {}

  /**
   * Scores TEST, once thresholds have been chosen on TUNE.
   *
   * @param tune empty where there is no such split
   * @param features of {@code test}
   * @param names of the classes
   */
  Reports report(Optional<Samples> tune, Samples test, FeatureTable features, List<String> names) {
    Map<String, BranchReport> branches = new TreeMap<>();
    Map<String, LadderReport> ladders = new TreeMap<>();
    results.forEach(
        (member, list) -> {
          LadderPhase.Outputs outputs = outputs(member, test, features);
          for (BranchPhase.Result result : list) {
            float[][] logits = outputs.branches().get(result.block().name());
            branches.put(result.trained().path(), report(result, test, logits, names));
          }
          ladders.put(
              member,
              new LadderPhase(end(member), list)
                  .run(
                      tune.map(samples -> outputs(member, samples, tuneFeatures(member, samples))),
                      outputs,
                      above(member, features)));
        });
    return new Reports(branches, ladders);
  }

  private FeatureTable tuneFeatures(String member, Samples samples) {
    return new Inference(network.only(Set.of(member)), weights).features(manager, samples);
  }

  private LadderPhase.Outputs outputs(String member, Samples samples, FeatureTable features) {
    Map<String, float[][]> branches = new TreeMap<>();
    for (BranchPhase.Result result : results.get(member)) {
      branches.put(result.block().name(), phases.get(member).logits(result.trained(), samples));
    }
    float[][] end = exit(member).logits(features.of(alone(member)));
    return new LadderPhase.Outputs(samples.labels(), end, branches);
  }

  private Block end(String member) {
    Architecture trunk = network.members().get(member);
    return new Block(OnnxGraph.LOGITS, trunk.macs(network.input()), exit(member).weight().length);
  }

  /** All members together, or the member itself where nothing else was trained. */
  private LadderPhase.Above above(String member, FeatureTable features) {
    List<Subset> subsets = network.subsets();
    Subset whole = subsets.get(subsets.size() - 1);
    Subset asked = whole.size() > 1 ? whole : alone(member);
    float[][] logits = refits.get(asked).head().logits(features.of(asked));
    return new LadderPhase.Above(asked.key(), Arrays.stream(logits).mapToInt(Argmax::of).toArray());
  }

  /** Of the samples of its classes. */
  private static BranchReport report(
      BranchPhase.Result result, Samples test, float[][] logits, List<String> names) {
    List<Integer> classes = result.trained().classes();
    int[] labels = Arrays.stream(test.labels()).map(classes::indexOf).toArray();
    int known = 0;
    int right = 0;
    for (int n = 0; n < labels.length; n++) {
      known += labels[n] >= 0 ? 1 : 0;
      right += labels[n] >= 0 && Argmax.of(logits[n]) == labels[n] ? 1 : 0;
    }
    Score select = result.trained().head().select();
    return new BranchReport(
        classes.stream().map(names::get).toList(),
        result.parameters(),
        result.block().own(),
        new Proportion(select.correct(), select.samples()),
        new Proportion(right, known));
  }
}
