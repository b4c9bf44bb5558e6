package dev.upcall.cli.books;

import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.project.Manifest;
import java.util.List;

/** Milliseconds and millijoules of a device of some profile. */
public record ProfileCosts(PowerProfile profile, UpcallBytes bytes) {
  /**
   * Cycles of a decision: more than the 390 instructions that docs/policies.md bounds the logistic
   * regression by, and at any rate a thousandth of a network.
   */
  private static final long DECISION_CYCLES = 600;

  /** Of a project's samples. */
  public static ProfileCosts of(PowerProfile profile, Manifest manifest) {
    return new ProfileCosts(
        profile,
        UpcallBytes.of(
            profile.link().framing(), manifest.input().size(), manifest.classes().size()));
  }

  /** Of computing. */
  public Cost compute(double cycles) {
    return spent(profile.computeMs(cycles), profile.currentMa().compute());
  }

  /** Of sending a sample, waiting for the host and receiving its answer. */
  public Cost upcall() {
    PowerProfile.CurrentMa ma = profile.currentMa();
    return spent(profile.link().ms(bytes.up()), ma.send())
        .plus(spent(profile.answerMs(), ma.idle()))
        .plus(spent(profile.link().ms(bytes.down()), ma.receive()));
  }

  /**
   * Of a ladder.
   *
   * @param cycles of each stage beyond those before it
   */
  public LadderCosts ladder(List<Long> cycles) {
    return new LadderCosts(
        cycles.stream().map(stage -> compute((double) stage + DECISION_CYCLES)).toList(), upcall());
  }

  private Cost spent(double ms, double ma) {
    return new Cost(ms, profile.energyMj(ma, ms));
  }
}
