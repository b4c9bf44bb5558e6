package dev.upcall.host.member;

import dev.upcall.core.model.Model;
import dev.upcall.core.model.ModelRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** Opens model files: ONNX in ONNX Runtime, others by the runtimes that are installed. */
final class Models {
  private Models() {}

  /**
   * Loads a file.
   *
   * @param title what a user calls it, e.g. {@code member "wide"}
   * @throws dev.upcall.core.diagnostic.UpcallException if it is missing, unreadable or has not
   *     exactly one float input
   */
  static Model open(String title, Path file) {
    for (ModelRuntime runtime : ServiceLoader.load(ModelRuntime.class)) {
      // A missing file is missing in the same words whatever its format.
      if (runtime.reads(file) && Files.exists(file)) {
        return runtime.open(title, file);
      }
    }
    return OrtModel.open(title, file);
  }
}
