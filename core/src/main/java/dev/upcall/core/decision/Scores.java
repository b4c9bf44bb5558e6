package dev.upcall.core.decision;

/**
 * What a stage hands to its policy: int8 class scores (logits) with their quantisation.
 *
 * @param logits one int8 per class; not changed by policies
 * @param scale real units per step
 * @param zeroPoint the int8 that stands for real 0
 */
public record Scores(byte[] logits, float scale, int zeroPoint) {
  // Derived quantities (top classes, probabilities, entropy) join here as the policies need them.
}
