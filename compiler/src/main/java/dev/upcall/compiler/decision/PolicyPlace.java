package dev.upcall.compiler.decision;

import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a policy is to stand.
 *
 * @param cName prefix of the files and the function, e.g. {@code upcall_policy_0}
 * @param last behind the device's last stage, where CONTINUE means UPCALL, also to a policy that
 *     wraps the one that says it: it sees CONTINUE where there is another stage, and nowhere else
 * @param scores what is known of all scores the policy will see there; empty for any
 * @param inner wrapped by another policy, which calls all of its functions
 * @param pushed parameters that the host may set later; those of a wrapped policy as {@code
 *     of.name}
 */
public record PolicyPlace(
    String cName, boolean last, Optional<StageScores> scores, boolean inner, List<String> pushed) {
  public PolicyPlace {
    pushed = List.copyOf(pushed);
  }

  public PolicyPlace(String cName, boolean last, Optional<StageScores> scores) {
    this(cName, last, scores, false, List.of());
  }

  /**
   * What all scores of a stage have in common.
   *
   * @param classes 2 to 65535
   * @param quantisation of the logits, where it is known
   */
  public record StageScores(int classes, Optional<QParams> quantisation) {
    public StageScores(int classes, QParams quantisation) {
      this(classes, Optional.of(quantisation));
    }
  }

  /** Number of classes, where it is known. */
  OptionalInt classes() {
    return scores.map(stage -> OptionalInt.of(stage.classes())).orElse(OptionalInt.empty());
  }

  /** Anywhere on the device: whatever the scores are, and CONTINUE as it is. */
  public static PolicyPlace anywhere(String cName) {
    return new PolicyPlace(cName, false, Optional.empty());
  }

  /** Behind any stage with so many classes. */
  public PolicyPlace among(int classes) {
    StageScores stage = new StageScores(classes, Optional.empty());
    return new PolicyPlace(cName, last, Optional.of(stage), inner, pushed);
  }

  /** Behind the device's last stage. */
  public PolicyPlace asLast() {
    return new PolicyPlace(cName, true, scores, inner, pushed);
  }

  /** With parameters that the host may set later. */
  public PolicyPlace pushing(List<String> names) {
    return new PolicyPlace(cName, last, scores, inner, names);
  }

  /** Of the policy that the one at this place wraps. */
  PolicyPlace ofInner() {
    return new PolicyPlace(cName + "_of", last, scores, true, WrappedPolicy.innerNames(pushed));
  }
}
