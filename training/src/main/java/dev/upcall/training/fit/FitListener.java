package dev.upcall.training.fit;

import java.util.List;

/** Hears how a fit goes; called from the training thread. */
public interface FitListener {
  default void step(StepEvent event) {}

  default void epoch(EpochEvent event) {}

  /**
   * Epochs of an earlier, interrupted run, taken over from its checkpoint.
   *
   * @param events in their order, at least one
   */
  default void resumed(List<EpochEvent> events) {
    events.forEach(this::epoch);
  }

  /** Something that a person should know, as a sentence. */
  default void note(String text) {}
}
