package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Window;
import java.util.Arrays;
import java.util.List;

/**
 * The window attributes that convolution and pooling share: kernel_shape, strides, dilations, pads,
 * auto_pad, ceil_mode. A one-dimensional window gets height 1.
 */
final class WindowReader {
  private final NodeContext node;
  private final int rank;

  /**
   * @param rank 1 for [N,C,L] operands, 2 for [N,C,H,W]
   */
  WindowReader(NodeContext node, int rank) {
    this.node = node;
    this.rank = rank;
  }

  /** Height and width given by kernel_shape, which pooling must have. */
  int[] kernelShape() {
    return extents(
        "kernel_shape",
        node.attributes()
            .integers("kernel_shape")
            .orElseThrow(() -> node.unsupported("no kernel_shape", "a kernel_shape")));
  }

  /** The window of a pooling operator, without dilation. */
  Window readPool(Shape in, int[] kernel) {
    if (!Arrays.equals(optional("dilations"), new int[] {1, 1})) {
      throw node.unsupported("dilated pooling", "dilations 1");
    }
    return read(in, kernel, node.attributes().flag("ceil_mode", false));
  }

  /**
   * @param in [N,H,W,C]
   * @param kernel height and width
   * @param ceil whether a last, partial window counts; it is made whole by padding
   */
  Window read(Shape in, int[] kernel, boolean ceil) {
    int[] strides = optional("strides");
    int[] dilations = optional("dilations");
    int[] size = {in.dim(1), in.dim(2)};
    int[][] pads = pads(size, kernel, strides, dilations);
    for (int axis = 0; ceil && axis < 2; axis++) {
      pads[axis][1] +=
          ceilPadding(size[axis], kernel[axis], strides[axis], dilations[axis], pads[axis]);
    }
    return new Window(
        strides[0],
        strides[1],
        dilations[0],
        dilations[1],
        pads[0][0],
        pads[0][1],
        pads[1][0],
        pads[1][1]);
  }

  private int[][] pads(int[] size, int[] kernel, int[] strides, int[] dilations) {
    String auto = node.attributes().text("auto_pad", "NOTSET");
    int[][] pads = new int[2][2];
    switch (auto) {
      case "NOTSET" -> explicitPads(pads);
      case "VALID" -> {}
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int axis = 0; axis < 2; axis++) {
          int outputs = (size[axis] + strides[axis] - 1) / strides[axis];
          long reach =
              (long) (outputs - 1) * strides[axis]
                  + (long) (kernel[axis] - 1) * dilations[axis]
                  + 1;
          int total = (int) Math.max(0, Math.min(reach - size[axis], Integer.MAX_VALUE));
          int small = total / 2;
          boolean upper = auto.equals("SAME_UPPER");
          pads[axis][0] = upper ? small : total - small;
          pads[axis][1] = upper ? total - small : small;
        }
      }
      default ->
          throw node.unsupported("auto_pad " + auto, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    }
    return pads;
  }

  private void explicitPads(int[][] pads) {
    List<Integer> given = node.attributes().integers("pads").orElse(List.of());
    if (given.isEmpty()) {
      return;
    }
    if (given.size() != 2 * rank || given.stream().anyMatch(pad -> pad < 0)) {
      throw node.unsupported("pads " + given, 2 * rank + " pads, none negative");
    }
    for (int i = 0; i < rank; i++) {
      pads[2 - rank + i][0] = given.get(i);
      pads[2 - rank + i][1] = given.get(rank + i);
    }
  }

  /** Padding that makes a partial last window whole, unless it would lie in the padding alone. */
  private static int ceilPadding(int size, int kernel, int stride, int dilation, int[] pads) {
    int span = size + pads[0] + pads[1] - (kernel - 1) * dilation - 1;
    if (span < 0) {
      return 0; // the window does not fit at all; shape inference says so
    }
    int outputs = (span + stride - 1) / stride + 1;
    if ((outputs - 1) * stride >= size + pads[0]) {
      outputs--;
    }
    return Math.max(0, (outputs - 1) * stride - span);
  }

  private int[] optional(String name) {
    return node.attributes()
        .integers(name)
        .filter(list -> !list.isEmpty())
        .map(list -> extents(name, list))
        .orElse(new int[] {1, 1});
  }

  private int[] extents(String name, List<Integer> given) {
    if (given.size() != rank || given.stream().anyMatch(extent -> extent < 1)) {
      throw node.unsupported(name + " " + given, rank + " numbers of at least 1");
    }
    return rank == 1 ? new int[] {1, given.get(0)} : new int[] {given.get(0), given.get(1)};
  }
}
