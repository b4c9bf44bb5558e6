package dev.upcall.training.fit;

/** Hears how a fit goes; called from the training thread. */
public interface FitListener {
  default void step(StepEvent event) {}

  default void epoch(EpochEvent event) {}
}
