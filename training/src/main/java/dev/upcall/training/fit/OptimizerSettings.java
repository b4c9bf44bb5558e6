package dev.upcall.training.fit;

/**
 * How weights move.
 *
 * @param kind which rule
 * @param rate highest learning rate
 * @param momentum of SGD; AdamW keeps its usual 0.9 and 0.999
 * @param warmupEpochs of rising rate before the cosine falls
 */
public record OptimizerSettings(
    Kind kind, double rate, double momentum, double weightDecay, int warmupEpochs) {
  /** Rules there are. */
  public enum Kind {
    SGD,
    ADAMW
  }

  /** MEL's (arXiv 2506.20094). */
  public static OptimizerSettings standard() {
    return new OptimizerSettings(Kind.SGD, 0.1, 0.9, 2e-5, 5);
  }
}
