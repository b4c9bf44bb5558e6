package dev.upcall.training.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import java.util.List;

/**
 * What a training minimises: a weighted sum of named loss terms over the weights it moves. {@link
 * Fit} does all that is the same for each. An implementation holds the networks it needs, frozen
 * ones too; what is random it draws from {@link Lesson#random}, so that a checkpoint knows how far
 * the sequence is, and it keeps no other state that a step changes.
 */
public interface Objective {
  /** Names of the loss terms, as the log writes them; each once, in the order of the losses. */
  List<String> terms();

  /** Weight of each term in the joint loss, each &gt;= 0, in the order of {@link #terms}. */
  float[] lambda();

  /** The weights that this moves. */
  Weights weights();

  /**
   * What the losses depend on besides the settings, the samples learnt from and the first weights:
   * a digest of frozen weights or of a teacher's file. A checkpoint of another is that of another
   * training; a member may well have gone on since.
   */
  default String foreign() {
    return "";
  }

  /** Comes before the first batch of each epoch, counted from 1, resumed ones too. */
  default void epochBegins(int epoch, int epochs) {}

  /**
   * What frozen networks make of a batch: a teacher's logits, the map of a trunk. Called outside
   * the gradient collector, so no gradient is computed through it.
   *
   * @param x [N,C,H,W]
   * @return handed to {@link #losses} as {@link Lesson#frozen}
   */
  default NDList frozen(NDArray x) {
    return new NDList();
  }

  /**
   * The loss terms of one batch, computed inside the gradient collector.
   *
   * @return [T], each the mean over the batch
   */
  NDArray losses(Lesson lesson);

  /** How good the weights are on clean samples: what chooses the epoch to keep. */
  Judgement judge(NDManager manager, Samples select);
}
