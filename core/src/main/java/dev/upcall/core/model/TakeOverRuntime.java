package dev.upcall.core.model;

import dev.upcall.core.project.Project;
import java.util.Optional;

/**
 * Opens members of projects whose devices send feature maps. Found by {@link
 * java.util.ServiceLoader}, as {@link ModelRuntime} is.
 */
public interface TakeOverRuntime {
  /**
   * Prepares the rest of a member as the firmware's compiler prepared its beginning: by the
   * project's calibrate split.
   *
   * @return empty where the project's devices send their input
   * @throws dev.upcall.core.diagnostic.UpcallException for what is wrong with project, data or
   *     member
   */
  Optional<TakeOver> open(Project project, String member);
}
