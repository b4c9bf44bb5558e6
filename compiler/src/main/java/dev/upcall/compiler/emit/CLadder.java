package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The ladder: stages in turn until a policy is content.
 *
 * @param classes scores of each stage
 * @param scores C type of a score: int8_t, or what the output of a bare model is
 */
public record CLadder(CBanner banner, CWord word, int classes, String scores, List<Stage> stages) {
  public CLadder {
    stages = List.copyOf(stages);
  }

  /** Some policy remembers and is told answers. */
  public boolean learns() {
    return stages.stream().anyMatch(Stage::learns);
  }

  /**
   * One rung.
   *
   * @param name prefix of the stage's functions
   * @param inputs suffixes of its inputs' functions
   * @param output suffix of its scores' function
   * @param policy function that decides; empty where a verdict is fixed
   * @param verdict the fixed verdict, a C constant
   * @param scale C literal: real units per step of its scores
   * @param learns whether the policy remembers and is told answers
   * @param last whether no stage follows
   */
  public record Stage(
      int index,
      String name,
      List<String> inputs,
      String output,
      String policy,
      String verdict,
      String scale,
      int zeroPoint,
      boolean learns,
      boolean last) {}
}
