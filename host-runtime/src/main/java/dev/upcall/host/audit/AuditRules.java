package dev.upcall.host.audit;

import java.util.OptionalDouble;

/**
 * What is made of audits.
 *
 * @param window how many of the last ones say how things are now, 1 or more
 * @param alarm accuracy among accepted answers, 0..1, that is too low to go on; empty: none is
 */
public record AuditRules(int window, OptionalDouble alarm) {
  /** 200 audits, and no alarm. */
  public static final AuditRules STANDARD = new AuditRules(200, OptionalDouble.empty());

  public AuditRules {
    if (window < 1
        || alarm.isPresent() && !(alarm.getAsDouble() >= 0 && alarm.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("window " + window + ", alarm " + alarm);
    }
  }
}
