package dev.upcall.training.fit;

import dev.upcall.training.arch.Numbers;
import dev.upcall.training.data.Augmentation;

/**
 * One schedule for one fit.
 *
 * @param batch samples per step
 * @param dropout share of pooled features set to zero before the heads, in 0..1
 * @param precision what convolutions compute in; all else is float32
 * @param patience epochs without a better one on SELECT after which the fit stops
 */
public record FitSettings(
    int epochs,
    int batch,
    double dropout,
    OptimizerSettings optimizer,
    Augmentation augmentation,
    Numbers precision,
    int patience) {
  public FitSettings {
    if (epochs < 1 || batch < 1 || !(dropout >= 0 && dropout < 1) || patience < 1) {
      throw new IllegalArgumentException(
          "epochs %d, batch %d, dropout %s, patience %d"
              .formatted(epochs, batch, dropout, patience));
    }
  }

  /** The same with another optimiser. */
  public FitSettings with(OptimizerSettings other) {
    return new FitSettings(epochs, batch, dropout, other, augmentation, precision, patience);
  }

  /** The same with another number of epochs. */
  public FitSettings withEpochs(int newEpochs) {
    return new FitSettings(newEpochs, batch, dropout, optimizer, augmentation, precision, patience);
  }
}
