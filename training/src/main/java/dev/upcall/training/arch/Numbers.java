package dev.upcall.training.arch;

import ai.djl.ndarray.NDManager;
import java.util.Locale;
import java.util.function.Function;

/** The numbers that convolutions can be trained in, as settings name them. */
public enum Numbers {
  FLOAT32(manager -> Precision.FLOAT32),
  BFLOAT16(Bfloat16::new);

  private final Function<NDManager, Precision> precision;

  Numbers(Function<NDManager, Precision> precision) {
    this.precision = precision;
  }

  /** As settings write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Conversions to them and back.
   *
   * @param manager that what they need lives under
   */
  public Precision in(NDManager manager) {
    return precision.apply(manager);
  }
}
