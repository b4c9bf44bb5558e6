package dev.upcall.core.decision;

/**
 * What a policy may know besides a stage's scores: the device's clock, and whether anybody is there
 * to be asked. Policies read it through {@link Scores}.
 *
 * @param millis milliseconds since some start; wraps at 2^32, so only differences mean something
 * @param boot differs at each start of the device
 * @param minute of the day, 0..1439; -1 where the device does not know
 * @param linked whether the tier above can be reached, as far as the device knows
 */
public record Surroundings(int millis, int boot, int minute, boolean linked) {
  /** A device that never restarts, with a link and without a clock on its wall, at time 0. */
  public static final Surroundings STILL = new Surroundings(0, 1, -1, true);

  private static final int MINUTES = 24 * 60;

  public Surroundings {
    if (minute < -1 || minute >= MINUTES) {
      throw new IllegalArgumentException("minute " + minute + " of a day");
    }
  }

  /** The same, so many milliseconds after some start. */
  public Surroundings at(int time) {
    return new Surroundings(time, boot, minute, linked);
  }

  /** The same scores, seen in these surroundings. */
  public Scores around(Scores scores) {
    return new Scores(
        scores.logits(),
        scores.scale(),
        scores.zeroPoint(),
        scores.members(),
        scores.agreeing(),
        this);
  }
}
