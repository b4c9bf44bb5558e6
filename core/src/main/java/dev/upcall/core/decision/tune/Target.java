package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Locale;

/**
 * What a ladder shall reach, or stay below.
 *
 * @param value a fraction, 0..1
 */
public record Target(Kind kind, double value) {
  /** What is bounded; the other is then made as good as it can be. */
  public enum Kind {
    /** At least this accuracy of the whole ladder, with the fewest upcalls. */
    ACCURACY("an accuracy of %.2f %%"),
    /** At most this fraction of upcalls, with the greatest accuracy. */
    MAX_UPCALLS("at most %.2f %% upcalls");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  public Target {
    if (!(value >= 0 && value <= 1)) {
      throw Diagnostic.of(PolicyCode.TARGET, value)
          .need("a fraction from 0 to 1")
          .fix("write 0.95 for 95 per cent")
          .toException();
    }
  }

  public static Target accuracy(double atLeast) {
    return new Target(Kind.ACCURACY, atLeast);
  }

  public static Target maxUpcalls(double atMost) {
    return new Target(Kind.MAX_UPCALLS, atMost);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, kind.words, 100 * value);
  }
}
