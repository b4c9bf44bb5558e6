package dev.upcall.core.decision;

/**
 * Keeps another policy from calling up during some hours, and while nobody is there to be asked:
 * the device then answers by itself at once, without waiting for a deadline, and marks that
 * degraded. Checks on accepted answers are left out. A device that does not know the time of day
 * has no quiet hours.
 *
 * @param from first quiet minute of the day, 0..1439
 * @param to the first that is not; before {@code from}: on the next day; {@code from} itself: no
 *     hours are quiet
 */
public record Quiet(
    @Parameter(min = 0, max = 1439, standard = 0) int from,
    @Parameter(min = 0, max = 1439, standard = 0) int to,
    Policy of)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    Verdict verdict = of.decide(scores);
    return quiet(scores) ? hushed(verdict) : verdict;
  }

  @Override
  public Verdict decide(Scores scores, float price) {
    Verdict verdict = of.decide(scores, price);
    return quiet(scores) ? hushed(verdict) : verdict;
  }

  @Override
  public void feedback(Answer answer) {
    of.feedback(answer);
  }

  private static Verdict hushed(Verdict verdict) {
    if (verdict == Verdict.AUDIT) {
      return Verdict.ACCEPT;
    }
    return verdict == Verdict.UPCALL || verdict == Verdict.LATER ? Verdict.DEGRADE : verdict;
  }

  private boolean quiet(Scores scores) {
    if (!scores.linked()) {
      return true;
    }
    int minute = scores.minute();
    if (minute < 0 || from == to) {
      return false;
    }
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  }
}
