package dev.upcall.host.audit;

import dev.upcall.host.audit.AuditPage.Share;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * The book of one project's audits. Devices choose what is audited independently of what it looks
 * like ({@code core.decision.Audited}), so the share of confirmed answers estimates the accuracy
 * among all accepted ones.
 *
 * <p>An alarm begins when even the upper end of the window's interval is below the bound, and ends
 * when the window's share is at the bound again: what hovers there is one episode. Not thread-safe.
 */
public final class AuditBook {
  /** Fewer audits than this raise no alarm. */
  private static final int LEAST = 10;

  private final String project;
  private final String signature;
  private final AuditRules rules;
  private final Deque<Boolean> last = new ArrayDeque<>();
  private int audited;
  private int right;
  private int lastRight;
  private boolean drifting;
  private int alarms;

  /**
   * An empty book.
   *
   * @param signature as {@link AuditPage} has it
   */
  public AuditBook(String project, String signature, AuditRules rules) {
    this.project = project;
    this.signature = signature;
    this.rules = rules;
  }

  /**
   * Enters one audit.
   *
   * @param confirmed whether the ensemble gave the device's class
   * @return true where this begins an alarm
   */
  public boolean add(boolean confirmed) {
    audited++;
    right += confirmed ? 1 : 0;
    last.add(confirmed);
    lastRight += confirmed ? 1 : 0;
    if (last.size() > rules.window()) {
      lastRight -= last.remove() ? 1 : 0;
    }
    return rules.alarm().isPresent() && begins(rules.alarm().getAsDouble());
  }

  private boolean begins(double bound) {
    Share window = window();
    if (drifting) {
      drifting = window.accuracy() < bound;
      return false;
    }
    drifting = window.audited() >= LEAST && window.interval().high() < bound;
    alarms += drifting ? 1 : 0;
    return drifting;
  }

  private Share window() {
    return Share.of(last.size(), lastRight);
  }

  /** The share of confirmed answers below which an alarm begins, if any. */
  public OptionalDouble alarm() {
    return rules.alarm();
  }

  public boolean isEmpty() {
    return audited == 0;
  }

  /** What it says now; not of an empty one. */
  public AuditPage page() {
    return new AuditPage(project, signature, Share.of(audited, right), window(), drifting, alarms);
  }
}
