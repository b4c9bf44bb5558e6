package dev.upcall.training.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * How big a network of a given architecture is.
 *
 * @param stride of the first convolution
 * @param kernel side of the windows, odd
 * @param expansion how many times as many channels a block has inside, where blocks have an inside
 * @param stages at least one
 */
public record Knobs(int stride, int kernel, int expansion, List<Stage> stages) {
  public Knobs {
    stages = List.copyOf(stages);
    if (stride < 1 || kernel < 1 || kernel % 2 == 0 || expansion < 1 || stages.isEmpty()) {
      throw new IllegalArgumentException(
          "stride " + stride + ", kernel " + kernel + ", expansion " + expansion + ", " + stages);
    }
  }

  /** Windows of 3x3. */
  public Knobs(int stride, List<Stage> stages) {
    this(stride, 3, 1, stages);
  }

  /**
   * Stages of equal depth, of which each has twice the channels and half the size of the one
   * before.
   *
   * @param width channels of the first
   * @param depth blocks of each
   */
  public Knobs(int width, int depth, int stages, int stride) {
    this(stride, doubling(new Stage(width, depth, 1), stages));
  }

  private static List<Stage> doubling(Stage first, int count) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage = first; stages.size() < count; stage = stage.doubled()) {
      stages.add(stage);
    }
    return stages;
  }

  /** A stage, counted from 0; beyond the last as if doubling went on. */
  public Stage stage(int index) {
    int last = stages.size() - 1;
    return index <= last ? stages.get(index) : stage(index - 1).doubled();
  }

  /** The network's first stages: a prefix of it, layer by layer. */
  public Knobs first(int count) {
    return new Knobs(stride, kernel, expansion, stages.subList(0, count));
  }
}
