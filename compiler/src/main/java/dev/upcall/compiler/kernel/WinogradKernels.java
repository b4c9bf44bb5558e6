package dev.upcall.compiler.kernel;

import static dev.upcall.compiler.kernel.DspKernels.require;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.range.RangeAnalysis;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Exact Winograd convolution on cores with a DSP extension ({@code
 * templates/kernels/upcall_winograd*}): fewer products, 3.6 times the weights, some KB of scratch.
 */
public final class WinogradKernels implements KernelLibrary {
  public static final String CONV = "upcall_winograd_conv2d";

  /** Transformed numbers of a tile, and of a kernel. */
  public static final int NUMBERS = 16;

  /** Outputs of a group of tiles. */
  static final int HEIGHT = 2;

  static final int WIDTH = 8;

  private static final int KERNEL = 3;
  private static final int MAX_INPUTS = 64;

  /** Bytes of a group's transformed inputs, and of its inputs, for each input channel. */
  private static final int TRANSFORMED = 2 * NUMBERS * WIDTH / 2;

  private static final int PATCH = (HEIGHT + KERNEL - 1) * (WIDTH + KERNEL - 1);

  /** Bytes of the products of two channels. */
  private static final int PRODUCTS = 4 * NUMBERS * WIDTH;

  private final RangeAnalysis ranges;
  private final Map<Op, KernelChoice> choices = new HashMap<>();
  private final Map<Op, UnsuitedException> refusals = new HashMap<>();

  /**
   * @param most layers that are computed so, those that save most for what they take in flash
   */
  WinogradKernels(Graph graph, RangeAnalysis ranges, int most) {
    this.ranges = ranges;
    for (Op op : graph.ops()) {
      try {
        choices.put(op, suited(op, graph));
      } catch (UnsuitedException e) {
        refusals.put(op, e);
      }
    }
    Comparator<Op> saving = Comparator.comparing(op -> WinogradCost.of((Conv2D) op).savedPerByte());
    graph.ops().stream()
        .filter(choices::containsKey)
        .sorted(saving.reversed())
        .skip(most)
        .forEach(choices::remove);
  }

  @Override
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    if (choices.containsKey(op)) {
      return choices.get(op);
    }
    throw refusals.getOrDefault(
        op, new UnsuitedException("weights or scratch too large for the board", "room for both"));
  }

  private KernelChoice suited(Op op, Graph graph) throws UnsuitedException {
    if (!(op instanceof Conv2D conv)) {
      throw new UnsuitedException("operator " + op.mnemonic(), "a convolution");
    }
    DspKernels.require(graph, conv);
    Shape kernel = conv.weights().shape();
    Shape in = conv.input().shape();
    Window window = conv.window();
    require(
        kernel.dim(1) == KERNEL && kernel.dim(2) == KERNEL && in.dim(0) == 1 && conv.groups() == 1,
        "a kernel of " + kernel.dim(1) + "x" + kernel.dim(2) + ", groups or a batch",
        "3x3, none of them");
    require(
        window.strideH() * window.strideW() * window.dilationH() * window.dilationW() == 1,
        "stride or dilation",
        "none of them");
    require(
        in.dim(3) % 4 == 0 && in.dim(3) <= MAX_INPUTS && conv.output().shape().dim(3) % 2 == 0,
        in.dim(3) + " to " + conv.output().shape().dim(3) + " channels",
        "a multiple of 4, at most " + MAX_INPUTS + ", to an even number");
    WinogradCost cost = WinogradCost.of(conv);
    require(
        cost.winograd() < cost.direct(),
        "%d instructions".formatted(cost.winograd()),
        "fewer than %d".formatted(cost.direct()));
    Optional<ShortForm> form = ShortForms.of(conv, ranges.reach(conv));
    require(form.isPresent(), "no short form", "one");
    Overlap overlap = new Overlap(conv.input(), clearance(conv));
    return new KernelChoice(
        conv, Optional.of(CONV), List.of(overlap), false, scratchBytes(conv), form);
  }

  private static int scratchBytes(Conv2D op) {
    Shape out = op.output().shape();
    int inputs = op.input().shape().dim(3);
    boolean whole = out.dim(1) % HEIGHT == 0 && out.dim(2) % WIDTH == 0;
    return TRANSFORMED * inputs
        + Math.max(PRODUCTS, PATCH * inputs)
        + (whole ? 0 : HEIGHT * WIDTH * out.dim(3));
  }

  /** All of a group may be written before the first byte of the next one's inputs is read. */
  private static int clearance(Conv2D op) {
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    long clearance = 0;
    for (int y = 0; y < out.dim(1); y += HEIGHT) {
      long bottom = (long) (Math.min(y + HEIGHT, out.dim(1)) - 1) * out.dim(2);
      for (int x = 0; x < out.dim(2); x += WIDTH) {
        boolean last = x + WIDTH >= out.dim(2);
        long written = (bottom + Math.min(x + WIDTH, out.dim(2))) * out.dim(3);
        int top = Math.max(0, y + (last ? HEIGHT : 0) - op.window().padTop());
        int left = Math.max(0, (last ? 0 : x + WIDTH) - op.window().padLeft());
        long unread = ((long) top * in.dim(2) + left) * in.dim(3);
        clearance = Math.max(clearance, written - unread);
      }
    }
    return Math.toIntExact(clearance);
  }
}
