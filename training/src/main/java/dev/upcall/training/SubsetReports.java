package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.FoldReport.SubsetReport;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Head;
import dev.upcall.training.mel.HeadRefit.Refit;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Softmax;
import dev.upcall.training.mel.Subset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Size and accuracy of every subset of members that may be alive. */
final class SubsetReports {
  private final MelNetwork network;
  private final Map<Subset, Refit> refits;
  private final FeatureTable test;

  private SubsetReports(MelNetwork network, Map<Subset, Refit> refits, FeatureTable test) {
    this.network = network;
    this.refits = refits;
    this.test = test;
  }

  /** By the subset's key, in the order of the network's subsets. */
  static Map<String, SubsetReport> of(
      MelNetwork network, Map<Subset, Refit> refits, FeatureTable test, NDManager manager) {
    SubsetReports reports = new SubsetReports(network, refits, test);
    Map<String, SubsetReport> all = new LinkedHashMap<>();
    refits.keySet().forEach(subset -> all.put(subset.key(), reports.report(subset, manager)));
    return all;
  }

  private SubsetReport report(Subset subset, NDManager manager) {
    Refit refit = refits.get(subset);
    Answers answers = Answers.of(refit.head().logits(test.of(subset)), test.labels());
    MemberSize size = MemberSize.NONE;
    for (String name : subset.members()) {
      size =
          size.plus(MemberSize.of(network.members().get(name).layers(), network.input(), manager));
    }
    Head head = network.head(subset);
    if (!head.hidden().isEmpty()) {
      size = size.plus(MemberSize.of(head.hidden(), head.joined(), manager));
    }
    size = size.plus(MemberSize.linear(network.features(subset), network.classes()));
    return new SubsetReport(
        refit.l2(),
        size.parameters(),
        size.macs(),
        new Proportion(refit.select().correct(), refit.select().samples()),
        answers,
        subset.size() == 1 ? Optional.empty() : Optional.of(average(subset)));
  }

  private Answers average(Subset subset) {
    float[][] sum = new float[test.labels().length][network.classes()];
    for (String name : subset.members()) {
      Subset alone = new Subset(List.of(name));
      float[][] logits = refits.get(alone).head().logits(test.of(alone));
      for (int n = 0; n < sum.length; n++) {
        Softmax softmax = Softmax.of(logits[n]);
        for (int c = 0; c < sum[n].length; c++) {
          sum[n][c] += (float) softmax.probability(c);
        }
      }
    }
    return Answers.of(sum, test.labels());
  }
}
