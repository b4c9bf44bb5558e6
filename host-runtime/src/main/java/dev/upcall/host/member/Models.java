package dev.upcall.host.member;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.model.Model;
import dev.upcall.core.model.ModelRuntime;
import dev.upcall.core.model.TakeOver;
import dev.upcall.core.model.TakeOverRuntime;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Send;
import dev.upcall.host.HostCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

  /**
   * A member that goes on from feature maps; empty where the project's devices send their input.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3008 where nothing that is installed can
   */
  static Optional<TakeOver> takeOver(String title, Project project, String member) {
    if (project.manifest().send() == Send.INPUT) {
      return Optional.empty();
    }
    return ServiceLoader.load(TakeOverRuntime.class)
        .findFirst()
        .orElseThrow(
            () ->
                Diagnostic.of(HostCode.NO_TAKE_OVER, title)
                    .at("device.send of ensemble.yaml")
                    .found(
                        "%s, and no compiler beside this gateway", project.manifest().send().word())
                    .need("Upcall's compiler on the class path, as the upcall command has it")
                    .fix("send: input")
                    .toException())
        .open(project, member);
  }
}
