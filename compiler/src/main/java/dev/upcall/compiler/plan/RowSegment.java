package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.BandKernel;
import dev.upcall.compiler.kernel.BandKernels;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.List;

/**
 * Steps of a program that are computed together, row by row, so that the images between them never
 * exist as a whole. {@link RowMachine} says in which order.
 *
 * @param first step
 * @param end the step after the last
 * @param fed the graph's input is the first image, and its rows come one by one
 * @param images all operands and outputs
 * @param layers the steps, in order
 * @param overlaps whole outputs that may be written over a whole operand
 */
public record RowSegment(
    int first,
    int end,
    boolean fed,
    List<Image> images,
    List<Layer> layers,
    List<Overlap> overlaps) {
  /** In {@link Image#within} of an image that has memory of its own. */
  static final int NONE = -1;

  private static final int STATE_BYTES = 4;

  /** What an image is to the segment. */
  public enum Role {
    /** Computed before the segment begins, as a whole. */
    GIVEN,
    /** Comes row by row from outside. */
    FED,
    /** Computed here and needed as a whole afterwards. */
    RESULT,
    /** Computed and used up here: only some rows are in memory at a time. */
    PASSING
  }

  /**
   * An image [1,H,W,C] of int8 or int16.
   *
   * @param rows how many of its rows have a place; they move up when it is full
   * @param margin rows before the first that have a place as well
   * @param within the image in whose first rows' place this one's lie, or {@link #NONE}
   */
  public record Image(Value value, Role role, int rows, int margin, int within) {
    public int height() {
      return value.shape().dim(1);
    }

    public int rowBytes() {
      return value.type().bytes() / height();
    }

    /** Of its place. */
    public int bytes() {
      return rows * rowBytes();
    }

    /** Rows that are there when the segment begins. */
    public int present() {
      return role == Role.GIVEN ? height() : 0;
    }

    boolean isWhole() {
      return role == Role.GIVEN || role == Role.RESULT;
    }
  }

  /**
   * A step.
   *
   * @param rows it computes at a time, fewer at the end
   * @param left index of the image it reads
   * @param right of the second it reads, else as {@code left}
   * @param output of the image it computes
   */
  public record Layer(int step, BandKernel kernel, int rows, int left, int right, int output) {
    boolean reads(int image) {
      return left == image || right == image;
    }
  }

  /**
   * Leave for a result to begin that many bytes before the operand or lower.
   *
   * @param clearance at least 0
   */
  record Overlap(Value operand, Value output, int clearance) {}

  public RowSegment {
    images = List.copyOf(images);
    layers = List.copyOf(layers);
    overlaps = List.copyOf(overlaps);
  }

  boolean contains(int step) {
    return first <= step && step < end;
  }

  /** The last layer that reads what {@code layer} computes; {@code layer} itself if none does. */
  public int deepestReader(int layer) {
    int deepest = layer;
    for (int i = layer + 1; i < layers.size(); i++) {
      if (layers.get(i).reads(layers.get(layer).output())) {
        deepest = i;
      }
    }
    return deepest;
  }

  /** Static memory that counts rows: {@code upcall_rows_state_t}. */
  int stateBytes() {
    return STATE_BYTES * images.size();
  }

  /** What the kernels need for themselves, of which one runs at a time. */
  int scratchBytes(KernelProgram program) {
    return layers.stream()
        .mapToInt(l -> BandKernels.scratchBytes(program.steps().get(l.step()), l.rows()))
        .max()
        .orElse(0);
  }

  /** The layer of a step in it. */
  public Layer layer(int step) {
    return layers.get(step - first);
  }
}
