package dev.upcall.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/**
 * One batch, as an objective learns from it.
 *
 * @param manager owner of what the step makes; closed after it
 * @param x the batch's samples, augmented, [N,C,H,W]
 * @param labels [N]
 * @param frozen what {@link Objective#frozen} made of {@code x}
 * @param random for dropout and all else that is drawn within a step
 */
public record Lesson(NDManager manager, NDArray x, int[] labels, NDList frozen, Random random) {
  /** The labels as [N,classes], 1 at the label and 0 elsewhere. */
  public NDArray truth(int classes) {
    float[] truth = new float[labels.length * classes];
    for (int n = 0; n < labels.length; n++) {
      truth[n * classes + labels[n]] = 1;
    }
    return manager.create(truth, new Shape(labels.length, classes));
  }

  /**
   * Values with some of them dropped; what is kept grows, so that nothing changes on average.
   *
   * @param share of the values that becomes 0, in 0..1
   */
  public NDArray dropout(NDArray values, double share) {
    if (share == 0) {
      return values;
    }
    float kept = (float) (1 / (1 - share));
    float[] mask = new float[(int) values.getShape().size()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < share ? 0 : kept;
    }
    return values.mul(manager.create(mask, values.getShape()));
  }
}
