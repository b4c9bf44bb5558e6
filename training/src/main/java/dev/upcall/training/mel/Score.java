package dev.upcall.training.mel;

import dev.upcall.core.tensor.Argmax;

/**
 * How good a classifier is on some samples.
 *
 * @param correct samples whose greatest logit is the label's; the first of equals counts
 * @param samples how many there were
 * @param loss mean cross-entropy, nats
 */
public record Score(int correct, int samples, double loss) {
  public double accuracy() {
    return (double) correct / samples;
  }

  public static Score of(LinearHead head, Features features) {
    return of(head.logits(features), features.labels());
  }

  /** Scores logits [N][classes]. */
  public static Score of(float[][] logits, int[] labels) {
    int correct = 0;
    double loss = 0;
    for (int n = 0; n < labels.length; n++) {
      int top = Argmax.of(logits[n]);
      correct += top == labels[n] ? 1 : 0;
      double sum = 0;
      for (float logit : logits[n]) {
        sum += Math.exp(logit - logits[n][top]);
      }
      loss += Math.log(sum) + logits[n][top] - logits[n][labels[n]];
    }
    return new Score(correct, labels.length, loss / labels.length);
  }
}
