package dev.upcall.cli.books;

import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.project.Manifest;
import java.util.List;

/**
 * Milliseconds and millijoules of a device of some profile.
 *
 * @param bytes of an upcall
 * @param fromInput of one that carries the input, whatever the device's carry
 */
public record ProfileCosts(PowerProfile profile, UpcallBytes bytes, UpcallBytes fromInput) {
  /**
   * Cycles of a decision: more than the 390 instructions that docs/policies.md bounds the logistic
   * regression by, and at any rate a thousandth of a network.
   */
  private static final long DECISION_CYCLES = 600;

  /** Of a project whose upcalls carry the input. */
  public static ProfileCosts of(PowerProfile profile, Manifest manifest) {
    return of(profile, manifest, manifest.input().size());
  }

  /**
   * @param carried bytes that an upcall carries besides its scores
   */
  public static ProfileCosts of(PowerProfile profile, Manifest manifest, int carried) {
    int classes = manifest.classes().size();
    PowerProfile.Framing framing = profile.link().framing();
    return new ProfileCosts(
        profile,
        UpcallBytes.of(framing, carried, classes),
        UpcallBytes.of(framing, manifest.input().size(), classes));
  }

  /** Of computing. */
  public Cost compute(double cycles) {
    return spent(profile.computeMs(cycles), profile.currentMa().compute());
  }

  /** Of sending what an upcall carries, waiting for the host and receiving its answer. */
  public Cost upcall() {
    return upcall(bytes);
  }

  private Cost upcall(UpcallBytes bytes) {
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
        cycles.stream().map(stage -> compute((double) stage + DECISION_CYCLES)).toList(),
        upcall(),
        upcall(fromInput));
  }

  private Cost spent(double ms, double ma) {
    return new Cost(ms, profile.energyMj(ma, ms));
  }
}
