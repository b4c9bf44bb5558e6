package dev.upcall.core.decision;

/** What a decision policy says behind a stage. The ordinals are the C enum's values. */
public enum Verdict {
  /** This stage's class is the answer. */
  ACCEPT,
  /** Run the next stage on this device. */
  CONTINUE,
  /** Hand the sample to the tier above. */
  UPCALL
}
