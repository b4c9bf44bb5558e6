package dev.upcall.cli;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.training.TrainingService;
import java.util.ServiceLoader;

/** The trainer, where the launcher has put it on the class path. */
public final class Trainers {
  private Trainers() {}

  /**
   * The one there is.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if there is none
   */
  public static TrainingService find() {
    return ServiceLoader.load(TrainingService.class)
        .findFirst()
        .orElseThrow(
            () ->
                Diagnostic.of(CliCode.NO_TRAINER)
                    .need("the training module, which brings PyTorch")
                    .fix("start it through ./upcall, which builds it")
                    .toException());
  }
}
