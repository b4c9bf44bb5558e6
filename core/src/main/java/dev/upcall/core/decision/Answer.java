package dev.upcall.core.decision;

/**
 * What the tier above said about a sample, for the policy behind the stage that decided it.
 *
 * @param scores of that stage, as the policy saw them
 * @param local the class the device would have answered
 * @param label the class the tier above answered, an index of the scores too
 * @param audited the policy accepted, and the sample was sent up to check on it; otherwise it had
 *     not accepted
 */
public record Answer(Scores scores, int local, int label, boolean audited) {
  public Answer {
    if (Math.min(local, label) < 0 || Math.max(local, label) >= scores.count()) {
      throw new IllegalArgumentException(
          "classes " + local + " and " + label + " of " + scores.count());
    }
  }

  /** The policy itself asked for this answer. */
  public boolean upcalled() {
    return !audited;
  }

  /** The device would have been right, as far as the tier above is. */
  public boolean confirmed() {
    return local == label;
  }
}
