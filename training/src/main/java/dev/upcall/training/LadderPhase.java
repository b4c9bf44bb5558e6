package dev.upcall.training;

import dev.upcall.training.LadderReport.BlockReport;
import dev.upcall.training.LadderReport.RouteReport;
import dev.upcall.training.branch.Block;
import dev.upcall.training.branch.Branch;
import dev.upcall.training.branch.BranchPhase;
import dev.upcall.training.branch.ExitLadder;
import dev.upcall.training.branch.HardLadder;
import dev.upcall.training.branch.Routed;
import dev.upcall.training.branch.ThresholdSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a member and its branches as ladders: exits by thresholds chosen on TUNE, extensions by the
 * class that the member takes a sample for.
 */
final class LadderPhase {
  /** Points of accuracy that exits may cost on TUNE, each a route of its own. */
  private static final List<Double> POINTS = List.of(0.0, 0.1, 0.2, 0.3, 0.5, 1.0);

  private final Block end;
  private final List<BranchPhase.Result> branches;

  /**
   * @param end the member's own output
   */
  LadderPhase(Block end, List<BranchPhase.Result> branches) {
    this.end = end;
    this.branches = List.copyOf(branches);
  }

  /**
   * What all outputs say of a split.
   *
   * @param end the member's own logits [N][classes]
   * @param branches logits by branch name, each [N][classes of the branch]
   */
  record Outputs(int[] labels, float[][] end, Map<String, float[][]> branches) {}

  /**
   * Who is asked about samples that are sent up.
   *
   * @param answers the class given to each sample of TEST
   */
  record Above(String name, int[] answers) {}

  /**
   * Scores TEST.
   *
   * @param tune empty where the project has no such split: exits have no thresholds then
   */
  LadderReport run(Optional<Outputs> tune, Outputs test, Above above) {
    List<Block> blocks = exits();
    blocks.add(end);
    ExitLadder ladder = ladder(blocks, test);
    List<RouteReport> routes = new ArrayList<>();
    if (blocks.size() > 1 && tune.isPresent()) {
      ThresholdSearch search = new ThresholdSearch(ladder(blocks, tune.get()));
      for (double points : POINTS) {
        float[] thresholds = search.within(points);
        routes.add(
            route(
                LadderReport.within(points),
                thresholds(blocks, thresholds),
                "",
                ladder.route(thresholds),
                test.labels()));
      }
    }
    for (BranchPhase.Result branch : branches) {
      if (branch.trained().branch().hard() > 0) {
        routes.addAll(hard(branch, test, above));
      }
    }
    return new LadderReport(
        blocks.stream()
            .map(
                block ->
                    new BlockReport(
                        block.name(), block.macs(), Answers.of(logits(block, test), test.labels())))
            .toList(),
        routes);
  }

  /** Branches that tell all classes apart, earliest first. */
  private List<Block> exits() {
    List<Block> exits = new ArrayList<>();
    branches.stream()
        .filter(result -> result.trained().branch().hard() == 0)
        .map(BranchPhase.Result::block)
        .sorted(Comparator.comparingLong(Block::trunk))
        .forEach(exits::add);
    return exits;
  }

  private ExitLadder ladder(List<Block> blocks, Outputs outputs) {
    return ExitLadder.of(
        blocks, blocks.stream().map(block -> logits(block, outputs)).toList(), outputs.labels());
  }

  private float[][] logits(Block block, Outputs outputs) {
    return block == end ? outputs.end() : outputs.branches().get(block.name());
  }

  private Block main(Branch extension) {
    return branches.stream()
        .map(BranchPhase.Result::block)
        .filter(block -> block.name().equals(extension.main()))
        .findFirst()
        .orElse(end);
  }

  private static Map<String, Float> thresholds(List<Block> blocks, float[] thresholds) {
    Map<String, Float> byName = new LinkedHashMap<>();
    for (int k = 0; k < thresholds.length; k++) {
      if (thresholds[k] != ExitLadder.NEVER) {
        byName.put(blocks.get(k).name(), thresholds[k]);
      }
    }
    return byName;
  }

  private List<RouteReport> hard(BranchPhase.Result branch, Outputs test, Above above) {
    String name = branch.block().name();
    Block main = main(branch.trained().branch());
    HardLadder ladder =
        HardLadder.of(
            main,
            logits(main, test),
            branch.block(),
            test.branches().get(name),
            branch.trained().classes());
    double bound = HardLadder.bound(test.end()[0].length);
    return List.of(
        route(LadderReport.hardClasses(name), Map.of(), "", ladder.here(), test.labels()),
        route(
            LadderReport.complexUp(name),
            Map.of(),
            above.name(),
            ladder.withAbove(bound, above.answers()),
            test.labels()));
  }

  private RouteReport route(
      String rule, Map<String, Float> thresholds, String above, Routed routed, int[] labels) {
    Map<String, Double> leaving = new LinkedHashMap<>();
    routed.leaving().forEach((name, count) -> leaving.put(name, (double) count / labels.length));
    return new RouteReport(
        rule,
        thresholds,
        above,
        Answers.of(routed.answers(), labels),
        leaving,
        routed.meanMacs(),
        1 - routed.meanMacs() / end.macs());
  }
}
