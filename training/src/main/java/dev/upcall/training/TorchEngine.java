package dev.upcall.training;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.diagnostic.Diagnostic;

/**
 * Starts PyTorch the way training needs it: from the jars on the class path, without asking the
 * network, on one thread. One thread is 10 times faster than the default for nets this small and
 * makes sums come out in the same order each time.
 */
final class TorchEngine {
  private TorchEngine() {}

  /** A manager whose closing frees everything made under it. */
  static NDManager newManager() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      return Engine.getEngine("PyTorch").newBaseManager();
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw Diagnostic.of(TrainingCode.ENGINE)
          .found("%s", e.getMessage())
          .need("Linux x86-64 and 450 MB in the home folder, where PyTorch is unpacked once")
          .fix("free the space, or set DJL_CACHE_DIR to a folder that has it")
          .toException();
    }
  }
}
