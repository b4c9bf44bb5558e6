package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The window attributes that convolution and pooling share: kernel_shape, strides, dilations, pads,
 * auto_pad, ceil_mode. One entry for each axis behind [N,C].
 */
final class WindowReader {
  /** Keeps sums of a few of them within 32 bits. */
  private static final int MAX_PADDING = 1 << 24;

  private final NodeContext node;
  private final List<Integer> sizes;

  /**
   * @param in [N,C,...]
   */
  WindowReader(NodeContext node, Shape in) {
    this.node = node;
    this.sizes = in.dims().subList(2, in.rank());
  }

  /** What kernel_shape says, which pooling must have. */
  List<Integer> kernelShape() {
    return find("kernel_shape", 1)
        .orElseThrow(() -> node.unsupported("no kernel_shape", "a kernel_shape"));
  }

  /** The kernel of weights [Cout,Cin,...], with which kernel_shape must agree where it is given. */
  List<Integer> kernelOf(Shape weights) {
    if (weights.rank() != sizes.size() + 2) {
      throw node.unsupported("weights " + weights, "weights of " + (sizes.size() + 2) + " axes");
    }
    List<Integer> kernel = weights.dims().subList(2, weights.rank());
    if (!find("kernel_shape", 1).orElse(kernel).equals(kernel)) {
      throw node.unsupported(
          "a kernel_shape other than that of weights " + weights, "the weights' own");
    }
    return kernel;
  }

  /**
   * The windows of convolution and pooling.
   *
   * @param ceil whether a last, partial window counts
   */
  List<AxisWindow> read(List<Integer> kernel, boolean ceil) {
    List<Integer> strides = optional("strides", 1);
    List<Integer> dilations = optional("dilations", 1);
    String auto = node.attributes().text("auto_pad", "NOTSET");
    List<Integer> pads = auto.equals("NOTSET") ? pads() : noPads();
    List<AxisWindow> windows = new ArrayList<>();
    for (int axis = 0; axis < sizes.size(); axis++) {
      int taps = kernel.get(axis);
      int stride = strides.get(axis);
      int dilation = dilations.get(axis);
      int before = pads.get(axis);
      int after = pads.get(sizes.size() + axis);
      if (isSame(auto)) {
        int outputs = (sizes.get(axis) + stride - 1) / stride;
        long reach = (outputs - 1L) * stride + (taps - 1L) * dilation + 1;
        int total = padding(reach - sizes.get(axis));
        before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        after = total - before;
      }
      AxisWindow window = new AxisWindow(taps, stride, dilation, before, after, 0);
      windows.add(ceil ? wholeLast(window, sizes.get(axis)) : window);
    }
    return windows;
  }

  /**
   * The windows of a transposed convolution: their padding is taken away from the output, which
   * output_padding or output_shape enlarge.
   */
  List<TransposedWindow> readTransposed(List<Integer> kernel) {
    List<Integer> strides = optional("strides", 1);
    List<Integer> dilations = optional("dilations", 1);
    List<Integer> extra = optional("output_padding", 0);
    String auto = node.attributes().text("auto_pad", "NOTSET");
    boolean same = isSame(auto);
    Optional<List<Integer>> wanted = outputShape();
    List<Integer> pads = auto.equals("NOTSET") && wanted.isEmpty() ? pads() : noPads();
    List<TransposedWindow> windows = new ArrayList<>();
    for (int axis = 0; axis < sizes.size(); axis++) {
      int stride = strides.get(axis);
      int before = pads.get(axis);
      long full =
          (sizes.get(axis) - 1L) * stride
              + (kernel.get(axis) - 1L) * dilations.get(axis)
              + 1
              + extra.get(axis);
      long output = full - before - pads.get(sizes.size() + axis);
      if (same || wanted.isPresent()) {
        output = wanted.isPresent() ? wanted.get().get(axis) : (long) sizes.get(axis) * stride;
        int total = padding(full - output);
        before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
      }
      AxisWindow window =
          new AxisWindow(kernel.get(axis), stride, dilations.get(axis), before, 0, 0);
      windows.add(new TransposedWindow(window, Math.toIntExact(output)));
    }
    return windows;
  }

  /** What output_shape says, which may name batch and channels before them. */
  private Optional<List<Integer>> outputShape() {
    return node.attributes()
        .integers("output_shape")
        .map(all -> all.size() == sizes.size() + 2 ? all.subList(2, all.size()) : all)
        .map(shape -> checked("output_shape", shape, 1));
  }

  private boolean isSame(String auto) {
    return switch (auto) {
      case "NOTSET", "VALID" -> false;
      case "SAME_UPPER", "SAME_LOWER" -> true;
      default ->
          throw node.unsupported("auto_pad " + auto, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    };
  }

  private static int padding(long total) {
    if (total > MAX_PADDING) {
      throw new ShapeException("padding by " + total);
    }
    return (int) Math.max(0, total);
  }

  private List<Integer> pads() {
    List<Integer> given = node.attributes().integers("pads").orElse(List.of());
    if (given.isEmpty()) {
      return noPads();
    }
    if (given.size() != 2 * sizes.size() || given.stream().anyMatch(pad -> pad < 0)) {
      throw refuse("pads " + given, 2 * sizes.size() + " pads, none negative");
    }
    return given;
  }

  private List<Integer> noPads() {
    return Collections.nCopies(2 * sizes.size(), 0);
  }

  /** Pads so that a partial last window becomes whole, unless it would lie in the padding alone. */
  private static AxisWindow wholeLast(AxisWindow w, int size) {
    long span = (long) size + w.before() + w.after() - (w.kernel() - 1L) * w.dilation() - 1;
    if (span < 0) {
      return w; // the window does not fit at all; shape inference says so
    }
    long outputs = (span + w.stride() - 1) / w.stride() + 1;
    if ((outputs - 1) * w.stride() >= (long) size + w.before()) {
      outputs--;
    }
    int extra = padding((outputs - 1) * w.stride() - span);
    return new AxisWindow(w.kernel(), w.stride(), w.dilation(), w.before(), w.after(), extra);
  }

  /** One number for each axis, all {@code least} where the attribute is not given. */
  private List<Integer> optional(String name, int least) {
    return find(name, least).orElseGet(() -> Collections.nCopies(sizes.size(), least));
  }

  private Optional<List<Integer>> find(String name, int least) {
    return node.attributes()
        .integers(name)
        .filter(list -> !list.isEmpty())
        .map(list -> checked(name, list, least));
  }

  private List<Integer> checked(String name, List<Integer> given, int least) {
    if (given.size() != sizes.size() || given.stream().anyMatch(extent -> extent < least)) {
      throw refuse(name + " " + given, sizes.size() + " numbers of at least " + least);
    }
    return given;
  }

  private UpcallException refuse(String found, String need) {
    return node.unsupported(found, need);
  }
}
