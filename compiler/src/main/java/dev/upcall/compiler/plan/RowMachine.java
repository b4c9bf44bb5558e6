package dev.upcall.compiler.plan;

import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Layer;
import dev.upcall.compiler.plan.RowSegment.Role;
import java.util.List;

/**
 * The order in which a segment's rows are computed, as {@code upcall_rows} goes: always by the last
 * layer that has the rows it needs, so that what was computed is used up before more is. When none
 * can go on, another row of the input comes, if they come one by one.
 */
final class RowMachine {
  /** What happens to a segment. */
  interface Listener {
    /** A layer is about to compute {@code rows} rows, of which none has been counted yet. */
    void compute(int layer, int rows);

    /** A row of a fed image is about to come. */
    void feed(int image);
  }

  private final List<Image> images;
  private final List<Layer> layers;

  /** How many rows of each image there have been. */
  private final int[] produced;

  RowMachine(List<Image> images, List<Layer> layers) {
    this.images = images;
    this.layers = layers;
    this.produced = images.stream().mapToInt(Image::present).toArray();
  }

  int produced(int image) {
    return produced[image];
  }

  /** The first row of an image that some layer still needs; those that have been if none is. */
  int needed(int image) {
    int needed = produced[image];
    for (Layer layer : layers) {
      if (layer.reads(image) && produced[layer.output()] < images.get(layer.output()).height()) {
        needed = Math.min(needed, top(layer));
      }
    }
    return Math.max(needed, -images.get(image).margin());
  }

  /** The first row of its operand that a layer reads next; negative above the image. */
  int top(Layer layer) {
    return produced[layer.output()] * layer.kernel().stride() - layer.kernel().padTop();
  }

  /** The row after the last of an operand that a layer reads for its next {@code rows}. */
  int bottom(Layer layer, int rows) {
    int below = top(layer) + (rows - 1) * layer.kernel().stride() + layer.kernel().reach();
    return Math.min(below, images.get(layer.left()).height());
  }

  /**
   * Runs all layers to their ends.
   *
   * @throws IllegalStateException if rows do not suffice, which no operator's shapes allow
   */
  void run(Listener listener) {
    int layer = layers.size() - 1;
    while (true) {
      if (layer < 0) {
        if (!feed(listener)) {
          break;
        }
        layer = layers.size() - 1;
      }
      int rows = ready(layers.get(layer));
      if (rows == 0) {
        layer--;
        continue;
      }
      listener.compute(layer, rows);
      produced[layers.get(layer).output()] += rows;
      layer = layers.size() - 1;
    }
    for (int i = 0; i < produced.length; i++) {
      if (produced[i] != images.get(i).height()) {
        throw new IllegalStateException("rows of %" + images.get(i).value().id() + " are missing");
      }
    }
  }

  private boolean feed(Listener listener) {
    for (int i = 0; i < produced.length; i++) {
      if (images.get(i).role() == Role.FED && produced[i] < images.get(i).height()) {
        listener.feed(i);
        produced[i]++;
        return true;
      }
    }
    return false;
  }

  /** How many rows a layer can compute now. */
  private int ready(Layer layer) {
    int left = images.get(layer.output()).height() - produced[layer.output()];
    int rows = Math.min(layer.rows(), left);
    if (rows == 0) {
      return 0;
    }
    int bottom = bottom(layer, rows);
    return produced[layer.left()] >= bottom && produced[layer.right()] >= bottom ? rows : 0;
  }
}
