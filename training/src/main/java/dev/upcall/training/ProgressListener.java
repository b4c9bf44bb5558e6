package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.StepEvent;
import java.util.List;
import java.util.function.Consumer;

/** Hears how training goes; called from the training thread. */
public interface ProgressListener {
  /** A fold begins; it is number {@code index} (from 0) of {@code count}. */
  default void foldStarted(int fold, int index, int count) {}

  /** What the fold will take, said before its first step. */
  default void planned(int fold, FitPlan plan) {}

  default void step(int fold, StepEvent event) {}

  default void epoch(int fold, EpochEvent event) {}

  /**
   * Epochs of an earlier, interrupted run, taken over from its checkpoint.
   *
   * @param events of one fit in their order, at least one
   */
  default void resumed(int fold, List<EpochEvent> events) {
    events.forEach(event -> epoch(fold, event));
  }

  /** Something that a person should know, as a sentence. */
  default void note(int fold, String text) {}

  /** What a fold does now, outside its epochs: {@code reading the data}. */
  default void phase(int fold, String what) {}

  default void foldFinished(FoldReport report) {}

  /** Tells each of them. */
  static ProgressListener all(List<ProgressListener> listeners) {
    List<ProgressListener> copy = List.copyOf(listeners);
    return new ProgressListener() {
      private void tell(Consumer<ProgressListener> what) {
        copy.forEach(what);
      }

      @Override
      public void foldStarted(int fold, int index, int count) {
        tell(listener -> listener.foldStarted(fold, index, count));
      }

      @Override
      public void planned(int fold, FitPlan plan) {
        tell(listener -> listener.planned(fold, plan));
      }

      @Override
      public void step(int fold, StepEvent event) {
        tell(listener -> listener.step(fold, event));
      }

      @Override
      public void epoch(int fold, EpochEvent event) {
        tell(listener -> listener.epoch(fold, event));
      }

      @Override
      public void resumed(int fold, List<EpochEvent> events) {
        tell(listener -> listener.resumed(fold, events));
      }

      @Override
      public void note(int fold, String text) {
        tell(listener -> listener.note(fold, text));
      }

      @Override
      public void phase(int fold, String what) {
        tell(listener -> listener.phase(fold, what));
      }

      @Override
      public void foldFinished(FoldReport report) {
        tell(listener -> listener.foldFinished(report));
      }
    };
  }
}
