package dev.upcall.compiler.emit;

import java.util.List;

/**
 * The ladder: stages in turn until a policy is content.
 *
 * @param classes scores of each stage
 */
public record CLadder(CBanner banner, int classes, List<Stage> stages) {
  /**
   * One rung.
   *
   * @param name prefix of the stage's functions
   * @param policy function that decides; empty where a verdict is fixed
   * @param verdict the fixed verdict, a C constant
   * @param scale C literal: real units per step of its scores
   * @param last whether no stage follows
   */
  public record Stage(
      int index,
      String name,
      String policy,
      String verdict,
      String scale,
      int zeroPoint,
      boolean last) {}
}
