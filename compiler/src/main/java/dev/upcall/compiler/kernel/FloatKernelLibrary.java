package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.AxisRuns;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.Where;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What computes each operator of a float graph in C: a kernel of {@code templates/kernels}, or
 * loops that are printed where they run.
 */
public final class FloatKernelLibrary implements KernelLibrary {
  /** In place of a function's name: loops over elements. */
  private static final String LOOPS = "loops";

  /** Runs of axes that upcall_standardize_f32 loops over. */
  private static final int MAX_RUNS = 3;

  private static final String PATCHES_KERNEL = "upcall_conv2d_patches_f32";

  /** Pixels whose patches that copies side by side. */
  private static final int PATCHES = 4;

  private interface Rule<O extends Op> {
    KernelChoice choose(O op, Graph graph) throws UnsuitedException;
  }

  private final Map<Class<? extends Op>, Rule<?>> rules = new HashMap<>();

  public FloatKernelLibrary() {
    rule(Add.class, (op, graph) -> elementwise(op));
    rule(ArgReduce.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(
        AveragePool2D.class,
        (op, graph) -> window(op, op.input(), op.window(), 1, "upcall_average_pool2d_f32"));
    rule(BatchNormalization.class, (op, graph) -> elementwise(op));
    rule(Binary.class, (op, graph) -> elementwise(op));
    rule(Cast.class, (op, graph) -> elementwise(op));
    rule(Clamp.class, (op, graph) -> elementwise(op));
    rule(Concat.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(Conv2D.class, FloatKernelLibrary::conv);
    rule(
        DepthwiseConv2D.class,
        (op, graph) -> window(op, op.input(), op.window(), 2, "upcall_depthwise_conv2d_f32"));
    rule(FullyConnected.class, (op, graph) -> KernelChoice.of(op, "upcall_fully_connected_f32"));
    rule(Gather.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(
        L2Normalization.class,
        (op, graph) -> inPlace(op, op.input(), "upcall_l2_normalization_f32"));
    rule(LogSoftmax.class, (op, graph) -> inPlace(op, op.input(), "upcall_log_softmax_f32"));
    rule(MatMul.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(
        MaxPool2D.class,
        (op, graph) -> window(op, op.input(), op.window(), 1, "upcall_max_pool2d_f32"));
    rule(Mean.class, (op, graph) -> reduction(op, op.input()));
    rule(Pad.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(Recurrent.class, FloatKernelLibrary::recurrent);
    rule(Reduce.class, (op, graph) -> reduction(op, op.input()));
    rule(Reshape.class, FloatKernelLibrary::reshape);
    rule(Resize2D.class, (op, graph) -> floats(op, "upcall_resize2d_f32"));
    rule(Slice.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(Softmax.class, (op, graph) -> inPlace(op, op.input(), "upcall_softmax_f32"));
    rule(Standardize.class, FloatKernelLibrary::standardize);
    rule(TopK.class, (op, graph) -> floats(op, "upcall_top_k_f32"));
    rule(Transpose.class, (op, graph) -> KernelChoice.of(op, LOOPS));
    rule(TransposeConv2D.class, (op, graph) -> floats(op, "upcall_transpose_conv2d_f32"));
    rule(Unary.class, (op, graph) -> elementwise(op));
    rule(Where.class, (op, graph) -> elementwise(op));
  }

  private <O extends Op> void rule(Class<O> type, Rule<O> rule) {
    rules.put(type, rule);
  }

  /** The operators this library knows. */
  public Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  // Registered under the operator's own class, so the rule takes it.
  @Override
  @SuppressWarnings("unchecked")
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    Rule<Op> rule = (Rule<Op>) rules.get(op.getClass());
    if (rule == null) {
      throw new UnsuitedException("operator " + op.mnemonic(), "an operator with a float kernel");
    }
    return rule.choose(op, graph);
  }

  /** Needs both products of a step, the states, and what a gate leaves of one. */
  private static KernelChoice recurrent(Recurrent op, Graph graph) {
    int size = op.recurrence().shape().dim(1);
    int scratch = (2 * op.cell().gates() + 3) * size * DType.FLOAT32.bytes();
    return KernelChoice.of(op, "upcall_recurrent_f32").withScratch(scratch);
  }

  /** A view of what lies in the arena, a copy of anything else. */
  private static KernelChoice reshape(Reshape op, Graph graph) {
    boolean placed = !graph.isConstant(op.input()) && graph.state(op.input()).isEmpty();
    return placed ? KernelChoice.view(op) : KernelChoice.of(op, LOOPS);
  }

  private static KernelChoice standardize(Standardize op, Graph graph) throws UnsuitedException {
    AxisRuns runs = AxisRuns.of(op.input().shape(), op.axes());
    if (Math.max(runs.kept().size(), runs.reduced().size()) > MAX_RUNS) {
      throw new UnsuitedException(
          "axes " + op.axes() + " of " + op.input().shape(),
          "at most " + MAX_RUNS + " runs of neighbouring axes of each kind");
    }
    return KernelChoice.of(op, "upcall_standardize_f32");
  }

  /** A kernel that only knows floats. */
  private static KernelChoice floats(Op op, String function) throws UnsuitedException {
    DType dtype = op.inputs().get(0).type().dtype();
    if (dtype != DType.FLOAT32) {
      throw new UnsuitedException(op.mnemonic() + " of " + dtype.irName() + " elements", "floats");
    }
    return KernelChoice.of(op, function);
  }

  /** Each element is written after those at its place have been read. */
  private static KernelChoice elementwise(Op op) {
    Overlap[] overlaps =
        op.inputs().stream()
            .filter(operand -> operand.shape().size() == op.output().shape().size())
            .filter(operand -> operand.type().dtype() == op.output().type().dtype())
            .map(operand -> new Overlap(operand, 0))
            .toArray(Overlap[]::new);
    return KernelChoice.of(op, LOOPS, overlaps);
  }

  /** An element of the result is written when no element at its place or before is to be read. */
  private static KernelChoice reduction(Op op, Value input) {
    return inPlace(op, input, LOOPS);
  }

  private static KernelChoice inPlace(Op op, Value input, String function) {
    return KernelChoice.of(op, function, new Overlap(input, 0));
  }

  /** By patches where a filter's weights are constant and see neighbouring inputs alone. */
  private static KernelChoice conv(Conv2D op, Graph graph) {
    Window window = op.window();
    Shape in = op.input().shape();
    Shape out = op.output().shape();
    boolean dense = op.groups() == 1 && window.dilationW() == 1 && window.dilationH() == 1;
    if (!dense || !graph.isConstant(op.weights()) || in.dim(0) != 1 || out.size() == 0) {
      return window(op, op.input(), window, 1, "upcall_conv2d_f32");
    }
    int bytes = op.input().type().dtype().bytes();
    int clearance = PixelClearance.ofBlocks(in, out, window, PATCHES) * bytes;
    int taps = op.weights().shape().size() / out.dim(3);
    return KernelChoice.of(op, PATCHES_KERNEL, new Overlap(op.input(), clearance))
        .withScratch(PATCHES * taps * bytes);
  }

  /**
   * @param pixels of a row that the kernel takes together
   */
  private static KernelChoice window(
      Op op, Value input, Window window, int pixels, String function) {
    if (input.shape().dim(0) != 1 || op.output().shape().size() == 0) {
      return KernelChoice.of(op, function);
    }
    int clearance =
        PixelClearance.ofRuns(input.shape(), op.output().shape(), window, pixels)
            * input.type().dtype().bytes();
    return KernelChoice.of(op, function, new Overlap(input, clearance));
  }
}
