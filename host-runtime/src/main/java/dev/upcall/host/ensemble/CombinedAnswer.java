package dev.upcall.host.ensemble;

import dev.upcall.core.tensor.Argmax;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ensemble's answer for one sample.
 *
 * @param classIndex index into the manifest's classes; the lowest of equals
 * @param confidence softmax probability of that class, in (0,1]
 * @param logits one per class, after combination
 * @param members sorted names of those whose outputs are in it
 * @param votes the class that each member would have answered alone, by its name; of all that were
 *     in time, whether their outputs are in it or not; empty where nobody asked
 */
public record CombinedAnswer(
    int classIndex,
    float confidence,
    float[] logits,
    List<String> members,
    Map<String, Integer> votes) {
  public CombinedAnswer {
    Objects.requireNonNull(logits);
    members = List.copyOf(members);
    votes = Map.copyOf(votes);
  }

  /**
   * The answer that {@code logits} stand for.
   *
   * @throws ArithmeticException if one of them is no number, so that none is answered with
   */
  static CombinedAnswer of(float[] logits, List<String> members) {
    int top = Argmax.of(logits);
    double sum = 0;
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new ArithmeticException("a combined score is " + logit);
      }
      sum += Math.exp((double) logit - logits[top]);
    }
    return new CombinedAnswer(top, (float) (1 / sum), logits, members, Map.of());
  }

  CombinedAnswer withVotes(Map<String, Integer> memberClasses) {
    return new CombinedAnswer(classIndex, confidence, logits, members, memberClasses);
  }
}
