package dev.upcall.core.decision;

/**
 * A decision behind a stage. Implementations are written in the Java subset that the compiler
 * translates to C: a record whose components are the parameters, or a final class that has state as
 * well. The host, the simulator and the tuner run the class as it is; the firmware runs its
 * translation and takes the same decision on every input.
 */
public interface Policy {
  Verdict decide(Scores scores);

  /**
   * The verdict where not accepting costs more than the policy knows of. One that weighs a price
   * adds this to it; any other is overruled where the price is over all that may be won, the
   * probability that the device is wrong.
   *
   * @param price in units of what a wrong answer costs
   */
  default Verdict decide(Scores scores, float price) {
    Verdict verdict = decide(scores);
    return price > 1f - scores.maxProbability(1f) ? Verdict.ACCEPT : verdict;
  }

  /**
   * Learns from what the tier above answered about a sample that this policy decided. Answers may
   * be late, in any order, or missing.
   */
  default void feedback(Answer answer) {}
}
