package dev.upcall.training.branch;

import dev.upcall.core.tensor.Argmax;
import dev.upcall.training.mel.Softmax;
import java.util.Arrays;
import java.util.List;

/**
 * One way out of a network, as some samples find it: a side exit or the end.
 *
 * @param predicted class of each sample
 * @param confidence the greatest probability of each sample, 0..1
 */
record WayOut(Block block, int[] predicted, float[] confidence) {
  WayOut {
    if (predicted.length != confidence.length) {
      throw new IllegalArgumentException(predicted.length + " and " + confidence.length);
    }
  }

  /** From logits [N][classes]. */
  static WayOut of(Block block, float[][] logits) {
    int[] predicted = new int[logits.length];
    float[] confidence = new float[logits.length];
    for (int n = 0; n < logits.length; n++) {
      predicted[n] = Argmax.of(logits[n]);
      confidence[n] = (float) Softmax.of(logits[n]).probability(predicted[n]);
    }
    return new WayOut(block, predicted, confidence);
  }

  /**
   * The same in another numbering.
   *
   * @param classes what each predicted class is there
   */
  WayOut mappedBack(List<Integer> classes) {
    int[] mapped = Arrays.stream(predicted).map(classes::get).toArray();
    return new WayOut(block, mapped, confidence);
  }

  String name() {
    return block.name();
  }

  int samples() {
    return predicted.length;
  }
}
