package dev.upcall.core.decision.tune;

import java.util.List;

/**
 * What a ladder's steps take of the device: {@code T = sum over stages of f_reached * T_stage +
 * f_upcalled * T_upcall} (arXiv 2407.11061), the same for energy.
 *
 * @param stages of each stage what it computes beyond those before it, its decision included
 * @param upcall from the decision to ask until the answer is there
 * @param fromInput the same of a sample that is sent before any stage has run: its input
 */
public record LadderCosts(List<Cost> stages, Cost upcall, Cost fromInput) {
  public LadderCosts {
    stages = List.copyOf(stages);
  }

  /** Of a device that always sends the input. */
  public LadderCosts(List<Cost> stages, Cost upcall) {
    this(stages, upcall, upcall);
  }

  /** Mean over the samples counted. */
  public Cost mean(LadderCount count) {
    // Nobody waits for a check or a correction: these take energy alone.
    Cost behind = new Cost(0, upcall.energyMj()).times(count.upcalls() - count.awaited());
    Cost sum = upcall.times(count.awaited()).plus(behind);
    for (int stage = 0; stage < stages.size(); stage++) {
      sum = sum.plus(stages.get(stage).times(count.reached().get(stage)));
    }
    return sum.times(1.0 / count.samples());
  }
}
