package dev.upcall.core.decision;

/**
 * A decision before the first stage, on the sample itself (a classifier before the model, arXiv
 * 2406.09424): CONTINUE runs the ladder, UPCALL hands the sample to the tier above without running
 * it. There is nothing to accept yet. Written in the same subset of Java as a {@link Policy}.
 */
public interface InputPolicy {
  Verdict decide(Input input);
}
