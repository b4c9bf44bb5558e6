package dev.upcall.training.branch;

import dev.upcall.core.tensor.Argmax;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.LinearHead;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes a member is least precise on: of what it takes for one of them, the smallest shares
 * are right (MEANet, arXiv 2109.06440). Counted on SELECT, which no weight was learnt from.
 */
final class HardClasses {
  private HardClasses() {}

  /** The {@code count} of them, in the order of their indices. */
  static List<Integer> of(LinearHead exit, Features select, int count) {
    int[] predicted = new int[exit.classes()];
    int[] right = new int[exit.classes()];
    for (int n = 0; n < select.size(); n++) {
      int top = Argmax.of(exit.logits(select.values()[n]));
      predicted[top]++;
      right[top] += top == select.labels()[n] ? 1 : 0;
    }
    // One right and one wrong added: a class that is never predicted is neither sure nor hopeless.
    return IntStream.range(0, exit.classes())
        .boxed()
        .sorted(Comparator.comparingDouble(c -> (right[c] + 1.0) / (predicted[c] + 2.0)))
        .limit(count)
        .sorted()
        .toList();
  }
}
