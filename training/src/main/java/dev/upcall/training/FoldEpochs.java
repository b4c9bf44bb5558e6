package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.fit.StepEvent;
import java.util.List;

/** Passes on what happens in the fits of a fold's phase and averages their speed. */
final class FoldEpochs implements FitListener {
  private final int fold;
  private final ProgressListener progress;
  private double secondsPerSample;
  private int epochs;

  FoldEpochs(int fold, ProgressListener progress) {
    this.fold = fold;
    this.progress = progress;
  }

  @Override
  public void step(StepEvent event) {
    progress.step(fold, event);
  }

  @Override
  public void epoch(EpochEvent event) {
    account(event);
    progress.epoch(fold, event);
  }

  @Override
  public void resumed(List<EpochEvent> events) {
    events.forEach(this::account);
    progress.resumed(fold, events);
  }

  @Override
  public void note(String text) {
    progress.note(fold, text);
  }

  private void account(EpochEvent event) {
    secondsPerSample += 1 / event.samplesPerSecond();
    epochs++;
  }

  /** Mean over all epochs so far, also those of an earlier run; 0 if there were none. */
  double samplesPerSecond() {
    return epochs == 0 ? 0 : epochs / secondsPerSample;
  }
}
