package dev.upcall.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.training.TrainingService.Processor;

/**
 * Starts PyTorch the way training needs it: from the jars on the class path, without asking the
 * network, on one thread. One thread is 10 times faster than the default for nets this small and
 * makes sums come out in the same order each time.
 */
final class TorchEngine {
  private TorchEngine() {}

  /**
   * A manager whose closing frees everything made under it.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if PyTorch does not start, or cannot see the
   *     processor
   */
  static NDManager newManager(Processor processor) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("OPT_OUT_TRACKING", "true");
    try {
      Engine engine = Engine.getEngine("PyTorch");
      if (processor == Processor.CPU) {
        return engine.newBaseManager(Device.cpu());
      }
      if (engine.getGpuCount() == 0) {
        throw noGraphicsCard();
      }
      return engine.newBaseManager(Device.gpu());
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw Diagnostic.of(TrainingCode.ENGINE)
          .found("%s", e.getMessage())
          .need("Linux x86-64 and 450 MB in the home folder, where PyTorch is unpacked once")
          .fix("free the space, or set DJL_CACHE_DIR to a folder that has it")
          .toException();
    }
  }

  private static UpcallException noGraphicsCard() {
    return Diagnostic.of(TrainingCode.NO_CUDA)
        .found("a PyTorch that sees none")
        .need("an NVIDIA driver, and PyTorch 2.7.1 for CUDA 12.8 instead of the one from Maven")
        .fix(
            "leave --device away; or set PYTORCH_LIBRARY_PATH to the folder of its libraries,"
                + " PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128")
        .toException();
  }
}
