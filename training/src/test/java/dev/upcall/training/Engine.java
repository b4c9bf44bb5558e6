package dev.upcall.training;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.training.TrainingService.Processor;

/** PyTorch for tests of other packages. */
public final class Engine {
  private Engine() {}

  public static NDManager newManager() {
    return TorchEngine.newManager(Processor.CPU);
  }
}
