package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * That at most a share alpha of the accepted answers is wrong, with confidence 1 - delta, by
 * fixed-sequence testing: settings are tried in an order that was fixed before the samples were
 * seen, towards those that accept more, each by Clopper and Pearson's exact bound at the full
 * delta, until the first that fails. The chance that any setting is passed that is worse than alpha
 * is then at most delta, so that any of those passed may be chosen (Bauer 1991; Angelopoulos et
 * al., Learn then Test, arXiv 2110.01052).
 *
 * @param alpha greatest share of wrong answers among those accepted, in 0..1
 * @param delta chance of being wrong about that, in 0..1
 */
public record Guarantee(double alpha, double delta) {
  /** Settings tried at most: more tell little that these don't. */
  private static final int STEPS = 50;

  public Guarantee {
    if (!(alpha > 0 && alpha < 1 && delta > 0 && delta < 1)) {
      throw Diagnostic.of(PolicyCode.TARGET, alpha + "," + delta)
          .need("two numbers between 0 and 1: --guarantee alpha,delta")
          .fix("0.05,0.1: at most 5 % wrong among accepted, with 90 % confidence")
          .toException();
    }
  }

  /**
   * A setting on the guarantee split.
   *
   * @param accepted samples answered by the device
   * @param wrong of these
   * @param upper bound of the share of wrong answers, exceeded with probability delta at most
   */
  public record Step(OperatingPoint point, int accepted, int wrong, double upper) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d of %d accepted wrong, at most %.2f %%", wrong, accepted, 100 * upper);
    }
  }

  /**
   * What the test said.
   *
   * @param passed in the order tried
   * @param failed where it stopped; empty where all passed
   * @param chosen of those passed, once it is
   */
  public record Result(
      Guarantee guarantee, List<Step> passed, Optional<Step> failed, Optional<Step> chosen) {
    public Result {
      passed = List.copyOf(passed);
    }

    Result choose(OperatingPoint point) {
      Optional<Step> step = passed.stream().filter(s -> s.point().equals(point)).findFirst();
      return new Result(guarantee, passed, failed, step);
    }
  }

  /** Whether a setting passes: its bound is alpha or less. */
  public boolean holds(int accepted, int wrong) {
    return chance(accepted, wrong) <= delta;
  }

  /**
   * The chance of so few wrong answers were alpha the true share, P(Binomial(accepted, alpha) <=
   * wrong): it is delta or less where Clopper and Pearson's bound is alpha or less.
   */
  private double chance(int accepted, int wrong) {
    return wrong >= accepted
        ? 1
        : 1 - IncompleteBeta.regularized(alpha, wrong + 1.0, accepted - wrong);
  }

  /** Accepted answers without an error that it takes to pass. */
  public int leastAccepted() {
    return (int) Math.ceil(Math.log(delta) / Math.log1p(-alpha));
  }

  /**
   * The order to try settings in: from the one that is most likely to pass, going by other samples,
   * to the one that accepts everything. Very few accepted answers show nothing, so that the
   * strictest setting of all would be a bad one to begin with.
   *
   * @param curve of those other samples, fewest upcalls first
   * @param samples of the guarantee split
   */
  public List<OperatingPoint> sequence(List<OperatingPoint> curve, int samples) {
    int first = curve.size() - 1;
    double least = 1;
    for (int i = first; i >= 0; i--) {
      double expected = expectedChance(curve.get(i).count(), samples);
      if (expected < least) {
        least = expected;
        first = i;
      }
    }
    double next = 1 - curve.get(first).upcallFraction();
    double step = (1 - next) / (STEPS - 1);
    List<OperatingPoint> sequence = new ArrayList<>();
    for (int i = first; i >= 0; i--) {
      double share = 1 - curve.get(i).upcallFraction();
      if (share >= next || i == 0) {
        sequence.add(curve.get(i));
        next = Math.max(next + step, share);
      }
    }
    return sequence;
  }

  private double expectedChance(LadderCount count, int samples) {
    double part = (double) samples / count.samples();
    return chance((int) (part * count.accepted()), (int) Math.ceil(part * count.acceptedWrong()));
  }

  /**
   * Tries settings until the first that fails.
   *
   * @param count of a setting on the guarantee split
   */
  public Result test(List<OperatingPoint> sequence, Function<OperatingPoint, LadderCount> count) {
    List<Step> passed = new ArrayList<>();
    for (OperatingPoint point : sequence) {
      LadderCount found = count.apply(point);
      int accepted = found.accepted();
      int wrong = found.acceptedWrong();
      double upper = accepted == 0 ? 1 : Interval.upperBound(wrong, accepted, delta);
      Step step = new Step(point, accepted, wrong, upper);
      if (!holds(accepted, wrong)) {
        return new Result(this, passed, Optional.of(step), Optional.empty());
      }
      passed.add(step);
    }
    return new Result(this, passed, Optional.empty(), Optional.empty());
  }

  Diagnostic refused(Result result, int samples) {
    String found =
        result
            .failed()
            .map(step -> "the strictest setting tried has %s".formatted(step))
            .orElse("no setting to try");
    return Diagnostic.of(PolicyCode.NO_GUARANTEE, this)
        .found("%s; %d samples in the guarantee split", found, samples)
        .need("at least %d accepted answers, more if some are wrong", leastAccepted())
        .fix("raise data.splits.guarantee, or alpha or delta");
  }

  @Override
  public String toString() {
    return "at most %s %% wrong among accepted with %s %% confidence"
        .formatted(percent(alpha), percent(1 - delta));
  }

  /** Without zeros behind: 5, 2.5. */
  private static String percent(double share) {
    return BigDecimal.valueOf(100 * share)
        .round(new MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }
}
