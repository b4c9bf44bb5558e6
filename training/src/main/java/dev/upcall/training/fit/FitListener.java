package dev.upcall.training.fit;

/** Hears how a fit goes; called from the training thread. */
public interface FitListener {
  /** A fit begins; it is number {@code index} (from 0) of {@code count}. */
  default void started(String fit, int index, int count) {}

  default void step(StepEvent event) {}

  default void epoch(EpochEvent event) {}
}
