package dev.upcall.training;

import ai.djl.ndarray.NDManager;

/** PyTorch for tests of other packages. */
public final class Engine {
  private Engine() {}

  public static NDManager newManager() {
    return TorchEngine.newManager();
  }
}
