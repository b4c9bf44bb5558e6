package dev.upcall.compiler.plan;

import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Layer;
import dev.upcall.compiler.plan.RowSegment.Role;
import java.util.Arrays;
import java.util.Map;

/**
 * Plays a segment through, byte by byte, as {@code upcall_rows} goes: every byte of the arena
 * belongs to the row of the image that was written there last, and each layer must find the rows it
 * reads whole.
 */
final class RowPlayback implements RowMachine.Listener {
  private static final int NOBODY = -1;

  private final MemoryPlan plan;
  private final RowSegment segment;
  private final RowMachine machine;

  /** The value each byte belongs to, shared with the verifier; and which row of it. */
  private final int[] owner;

  private final int[] rowOf;

  /** The row in the first place of each image. */
  private final int[] first;

  private int used;

  /** The value that wrote each byte of a value. */
  private final Map<Integer, int[]> writers;

  RowPlayback(MemoryPlan plan, RowSegment segment, int[] owner, Map<Integer, int[]> writers) {
    this.plan = plan;
    this.segment = segment;
    this.machine = new RowMachine(segment.images(), segment.layers());
    this.owner = owner;
    this.writers = writers;
    this.rowOf = new int[owner.length];
    this.first = segment.images().stream().mapToInt(image -> -image.margin()).toArray();
  }

  /**
   * The byte after the last that is used.
   *
   * @throws IllegalStateException naming the layer and the row that is not there
   */
  int run() {
    for (int i = 0; i < segment.images().size(); i++) {
      Image image = segment.images().get(i);
      if (image.role() == Role.GIVEN) {
        for (int row = 0; row < image.height(); row++) {
          Arrays.fill(rowOf, address(i, row), address(i, row + 1), row);
        }
      } else {
        int[] own = new int[image.value().type().bytes()];
        Arrays.fill(own, image.value().id());
        writers.put(image.value().id(), own);
      }
    }
    machine.run(this);
    return used;
  }

  @Override
  public void compute(int index, int rows) {
    Layer layer = segment.layers().get(index);
    scribble(layer);
    int top = Math.max(0, machine.top(layer));
    int bottom = machine.bottom(layer, rows);
    for (int row = top; row < bottom; row++) {
      read(layer.left(), row);
      read(layer.right(), row);
    }
    makeRoom(layer.output(), rows);
    int from = address(layer.output(), machine.produced(layer.output()));
    int end = from + rows * segment.images().get(layer.output()).rowBytes();
    if (segment.images().get(layer.output()).within() == RowSegment.NONE && top < bottom) {
      requireApart(layer.left(), top, bottom, from, end);
      requireApart(layer.right(), top, bottom, from, end);
    }
    write(layer.output(), rows);
  }

  @Override
  public void feed(int image) {
    makeRoom(image, 1);
    write(image, 1);
  }

  /** Moves rows that are needed to the first places if there is no place behind them. */
  private void makeRoom(int index, int rows) {
    Image image = segment.images().get(index);
    int produced = machine.produced(index);
    if (produced + rows - first[index] <= image.rows()) {
      return;
    }
    int needed = machine.needed(index);
    for (int row = needed; row < produced; row++) {
      if (row >= 0) {
        read(index, row);
      }
    }
    int base = plan.offset(image.value());
    int from = base + (needed - first[index]) * image.rowBytes();
    int bytes = (produced - needed) * image.rowBytes();
    System.arraycopy(owner, from, owner, base, bytes);
    System.arraycopy(rowOf, from, rowOf, base, bytes);
    first[index] = needed;
  }

  private void write(int index, int rows) {
    Image image = segment.images().get(index);
    int produced = machine.produced(index);
    require(produced + rows - first[index] <= image.rows(), image, "has no room");
    for (int row = produced; row < produced + rows; row++) {
      int from = address(index, row);
      Arrays.fill(owner, from, from + image.rowBytes(), image.value().id());
      Arrays.fill(rowOf, from, from + image.rowBytes(), row);
    }
    used = Math.max(used, plan.offset(image.value()) + image.bytes());
  }

  private void read(int index, int row) {
    Image image = segment.images().get(index);
    int from = address(index, row);
    int[] written = writers.get(image.value().id());
    for (int at = from; at < from + image.rowBytes(); at++) {
      // What was given is whole and in its place; of what is made here all is its own.
      int writer =
          image.role() == Role.GIVEN ? written[at - plan.offset(image.value())] : written[0];
      require(
          owner[at] == writer && rowOf[at] == row,
          image,
          "row " + row + " is overwritten at " + at);
    }
  }

  private void requireApart(int index, int top, int bottom, int from, int end) {
    boolean apart = end <= address(index, top) || address(index, bottom) <= from;
    require(apart, segment.images().get(index), "is overwritten while it is read");
  }

  private void scribble(Layer layer) {
    int bytes = segment.scratchBytes(plan.program());
    if (bytes > 0) {
      int from = plan.scratchOffset(layer.step());
      Arrays.fill(owner, from, from + bytes, NOBODY);
      used = Math.max(used, from + bytes);
    }
  }

  private int address(int index, int row) {
    Image image = segment.images().get(index);
    return plan.offset(image.value()) + (row - first[index]) * image.rowBytes();
  }

  private void require(boolean holds, Image image, String what) {
    if (!holds) {
      throw new IllegalStateException(
          "rows of steps "
              + segment.first()
              + " to "
              + (segment.end() - 1)
              + ": %"
              + image.value().id()
              + " "
              + what);
    }
  }
}
