package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import java.util.List;

/** Hears how training goes; called from the training thread. */
public interface ProgressListener {
  /** A fold begins; it is number {@code index} (from 0) of {@code count}. */
  void foldStarted(int fold, int index, int count);

  void epoch(int fold, EpochEvent event);

  void foldFinished(FoldReport report);

  /** Tells each of them. */
  static ProgressListener all(List<ProgressListener> listeners) {
    List<ProgressListener> copy = List.copyOf(listeners);
    return new ProgressListener() {
      @Override
      public void foldStarted(int fold, int index, int count) {
        copy.forEach(listener -> listener.foldStarted(fold, index, count));
      }

      @Override
      public void epoch(int fold, EpochEvent event) {
        copy.forEach(listener -> listener.epoch(fold, event));
      }

      @Override
      public void foldFinished(FoldReport report) {
        copy.forEach(listener -> listener.foldFinished(report));
      }
    };
  }
}
