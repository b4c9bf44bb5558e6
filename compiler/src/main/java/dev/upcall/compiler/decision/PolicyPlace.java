package dev.upcall.compiler.decision;

import dev.upcall.core.tensor.QParams;
import java.util.Optional;

/**
 * Where a policy is to stand.
 *
 * @param cName prefix of the files and the function, e.g. {@code upcall_policy_0}
 * @param last behind the device's last stage, where CONTINUE means UPCALL
 * @param scores what is known of all scores the policy will see there; empty for any
 */
public record PolicyPlace(String cName, boolean last, Optional<StageScores> scores) {
  /**
   * What all scores of a stage have in common.
   *
   * @param classes 2 to 65535
   * @param quantisation of the logits
   */
  public record StageScores(int classes, QParams quantisation) {}

  /** Anywhere on the device: whatever the scores are, and CONTINUE as it is. */
  public static PolicyPlace anywhere(String cName) {
    return new PolicyPlace(cName, false, Optional.empty());
  }

  /** Behind the device's last stage. */
  public PolicyPlace asLast() {
    return new PolicyPlace(cName, true, scores);
  }
}
