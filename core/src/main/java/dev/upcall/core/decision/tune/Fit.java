package dev.upcall.core.decision.tune;

/** What the weights of a logistic regression are fitted to. */
public enum Fit {
  /** Whether the device's own answer is right (arXiv 2407.11061). */
  RIGHT,
  /** What the host would gain over the device (arXiv 2307.02764). */
  GAIN
}
