package dev.upcall.core.project;

import java.util.Locale;

/** Which part of the data may be used for what. No sample is in two. */
public enum Split {
  /** Weights. */
  TRAIN,
  /** Checkpoints, L2, temperature, head refits. */
  SELECT,
  /** int8 ranges. */
  CALIBRATE,
  /** Thresholds and logistic regression. */
  TUNE,
  /** The Clopper-Pearson test only, once. */
  GUARANTEE,
  /** Reporting only. */
  TEST;

  /** As manifests and messages write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
