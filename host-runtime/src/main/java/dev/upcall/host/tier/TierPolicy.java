package dev.upcall.host.tier;

import dev.upcall.core.project.Manifest.PolicySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which policy stands behind a gateway's own answers, as its configuration names it.
 *
 * @param spec a built-in, or a Java file, with all of its values
 * @param folder that Java files are meant from
 * @param where the configuration says so, for errors; empty of what it does not say
 */
public record TierPolicy(PolicySpec spec, Path folder, String where) {
  private static final double STANDARD_THETA = 0.9;

  public TierPolicy {
    Objects.requireNonNull(spec);
    Objects.requireNonNull(folder);
    Objects.requireNonNull(where);
  }

  /** The one of whoever names none: sure is what has a probability of 0.9. */
  public static TierPolicy standard(Path folder) {
    Map<String, Double> values = Map.of("theta", STANDARD_THETA);
    return new TierPolicy(
        new PolicySpec("Threshold", Optional.empty(), values, List.of()), folder, "");
  }

  /** Such as {@code RateLimited of Threshold, interval 100, of.theta 0.9}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(spec.use());
    for (Optional<PolicySpec> of = spec.of(); of.isPresent(); of = of.get().of()) {
      text.append(" of ").append(of.get().use());
    }
    spec.parameters().forEach((name, value) -> text.append(", ").append(name + " " + value));
    return text.toString();
  }
}
