package dev.upcall.core.model;

import java.nio.file.Path;

/**
 * Runs model files of one format on the host. Found by {@link java.util.ServiceLoader}, so that the
 * gateway runs what the compiler's reference computes without knowing the compiler.
 */
public interface ModelRuntime {
  /** Whether the file is of that format, by its name. */
  boolean reads(Path file);

  /**
   * Loads a model. One that ends in a softmax gives the logits before it.
   *
   * @param title what a user calls it, e.g. {@code member "wide"}
   * @throws dev.upcall.core.diagnostic.UpcallException for whatever is malformed, not supported or
   *     has not exactly one input
   */
  Model open(String title, Path file);
}
