package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ByteFunction;
import dev.upcall.compiler.quant.TapWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kernels in plain C99 that take elements of any width, and the operators that have no other:
 * moves, functions, pairs, interpolation. The last of every list.
 */
final class GeneralKernels implements KernelLibrary {
  /** Axes that the C of pairs and of padding loops over. */
  private static final int MAX_RANK = 4;

  private static final List<ReduceKind> REDUCTIONS =
      List.of(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);

  private interface Rule<O extends Op> {
    KernelChoice choose(O op, Graph graph) throws UnsuitedException;
  }

  private final Map<Class<? extends Op>, Rule<?>> rules = new HashMap<>();

  GeneralKernels() {
    rule(Add.class, (op, graph) -> pair(op, op.left(), op.right()));
    rule(ArgReduce.class, (op, graph) -> KernelChoice.of(op, "upcall_arg_reduce"));
    rule(AveragePool2D.class, (op, graph) -> pool(op, op.input()));
    rule(Binary.class, (op, graph) -> pair(op, op.left(), op.right()));
    rule(Clamp.class, (op, graph) -> elementwise(op, op.input(), "upcall_rescale"));
    rule(Concat.class, (op, graph) -> copy(op));
    rule(Conv2D.class, (op, graph) -> linear(op, op.window(), graph));
    rule(DepthwiseConv2D.class, (op, graph) -> linear(op, op.window(), graph));
    rule(FullyConnected.class, (op, graph) -> linear(op, Window.unit(), graph));
    rule(Gather.class, GeneralKernels::gather);
    rule(MaxPool2D.class, (op, graph) -> pool(op, op.input()));
    rule(Mean.class, (op, graph) -> reduce(op, op.input(), op.axes()));
    rule(Pad.class, GeneralKernels::pad);
    rule(Reduce.class, GeneralKernels::reduction);
    rule(Reshape.class, (op, graph) -> KernelChoice.view(op));
    rule(Resize2D.class, GeneralKernels::resize);
    rule(Slice.class, (op, graph) -> copy(op));
    rule(Transpose.class, (op, graph) -> copy(op));
    rule(TransposeConv2D.class, GeneralKernels::transposed);
    rule(Unary.class, GeneralKernels::unary);
  }

  Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  private <O extends Op> void rule(Class<O> type, Rule<O> rule) {
    rules.put(type, rule);
  }

  // Registered under the operator's own class, so the rule takes it.
  @Override
  @SuppressWarnings("unchecked")
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    DType dtype = op.output().type().dtype();
    boolean wide = op instanceof ArgReduce || op instanceof Clamp;
    require(
        dtype == DType.INT8 || dtype == DType.INT16 || dtype == DType.INT32 && wide,
        dtype.irName() + " activations",
        "int8 or int16 activations");
    require(op.output().shape().size() > 0, "an empty output", "at least one element");
    Rule<Op> rule = (Rule<Op>) rules.get(op.getClass());
    require(rule != null, "operator " + op.mnemonic(), "an operator with an integer kernel");
    return rule.choose(op, graph);
  }

  private static KernelChoice unary(Unary op, Graph graph) throws UnsuitedException {
    if (op.output().type().dtype() == DType.INT16) {
      require(op.kind() == UnaryKind.LEAKY_RELU, op.mnemonic() + " of int16", "int8");
      return elementwise(op, op.input(), "upcall_rescale");
    }
    try {
      ByteFunction.of(op);
    } catch (IllegalArgumentException e) {
      throw new UnsuitedException(e.getMessage(), "a function that TFLite has of int8");
    }
    return elementwise(op, op.input(), "upcall_lookup");
  }

  private static KernelChoice pair(Op op, Value left, Value right) throws UnsuitedException {
    Shape out = op.output().shape();
    require(out.rank() <= MAX_RANK, "shape " + out, "at most " + MAX_RANK + " axes");
    DType dtype = op.output().type().dtype();
    require(
        left.type().dtype() == dtype && right.type().dtype() == dtype,
        left.type().dtype().irName() + " and " + right.type().dtype().irName(),
        "operands of " + dtype.irName());
    if (op instanceof Binary binary) {
      try {
        BinaryScaling.of(binary);
      } catch (IllegalArgumentException e) {
        throw new UnsuitedException(e.getMessage(), "a function that TFLite has of integers");
      }
    }
    List<Overlap> overlaps = new ArrayList<>();
    for (Value operand : List.of(left, right)) {
      // One that repeats is read again after the output has passed it.
      if (operand.shape().size() == out.size()) {
        overlaps.add(new Overlap(operand, 0));
      }
    }
    return KernelChoice.of(op, "upcall_binary", overlaps.toArray(new Overlap[0]));
  }

  private static KernelChoice copy(Op op) throws UnsuitedException {
    for (int i = 0; i < op.inputs().size(); i++) {
      requireSameScale(op.inputs().get(i), op.output());
      require(
          CopyRuns.of(op, i).isPresent(),
          op.mnemonic() + " of " + op.inputs().get(i).shape(),
          "at most " + CopyRuns.AXES + " axes that do not lie behind each other");
    }
    return KernelChoice.of(op, "upcall_copy");
  }

  private static KernelChoice gather(Gather op, Graph graph) throws UnsuitedException {
    requireSameScale(op.input(), op.output());
    require(graph.isConstant(op.indices()), "computed indices", "constant indices");
    return KernelChoice.of(op, "upcall_gather");
  }

  private static KernelChoice reduction(Reduce op, Graph graph) throws UnsuitedException {
    require(REDUCTIONS.contains(op.kind()), op.mnemonic(), "a sum, a maximum or a minimum");
    if (op.kind() != ReduceKind.SUM) {
      requireSameScale(op.input(), op.output());
    }
    return reduce(op, op.input(), op.axes());
  }

  private static KernelChoice reduce(Op op, Value input, List<Integer> axes)
      throws UnsuitedException {
    require(
        ContiguousAxes.of(input.shape(), axes).isPresent(),
        op.mnemonic() + " over axes " + axes,
        "axes side by side");
    return elementwise(op, input, "upcall_reduce");
  }

  private static KernelChoice resize(Resize2D op, Graph graph) throws UnsuitedException {
    requireSameScale(op.input(), op.output());
    requireOneSample(op.input());
    try {
      TapWeights.of(op.rows());
      TapWeights.of(op.columns());
    } catch (IllegalArgumentException e) {
      throw new UnsuitedException(e.getMessage(), "multiples of 1/1024, as TFLite has them");
    }
    return KernelChoice.of(op, "upcall_resize2d");
  }

  private static KernelChoice pool(Op op, Value input) throws UnsuitedException {
    requireSameScale(input, op.output());
    requireOneSample(input);
    return KernelChoice.of(op, "upcall_pool2d");
  }

  /** A constant of equal bytes pads elements of any width: real 0 always is. */
  private static KernelChoice pad(Pad op, Graph graph) throws UnsuitedException {
    requireSameScale(op.input(), op.output());
    require(op.output().shape().rank() <= MAX_RANK, "shape " + op.output().shape(), "4 axes");
    require(op.value() == 0, "padding by " + op.value(), "padding by 0 of int16");
    return KernelChoice.of(op, "upcall_pad");
  }

  private static KernelChoice transposed(TransposeConv2D op, Graph graph) throws UnsuitedException {
    requireWeights(op, graph);
    requireOneSample(op.input());
    return KernelChoice.of(op, "upcall_linear2d");
  }

  private static <O extends Op & Linear> KernelChoice linear(O op, Window window, Graph graph)
      throws UnsuitedException {
    requireWeights(op, graph);
    if (op instanceof FullyConnected) {
      return KernelChoice.of(op, "upcall_linear2d");
    }
    requireOneSample(op.input());
    int elements = PixelClearance.of(op.input().shape(), op.output().shape(), window);
    int bytes = op.output().type().dtype().bytes();
    return KernelChoice.of(
        op, "upcall_linear2d", new Overlap(op.input(), Math.multiplyExact(elements, bytes)));
  }

  private static <O extends Op & Linear> void requireWeights(O op, Graph graph)
      throws UnsuitedException {
    require(
        graph.isConstant(op.weights()) && graph.isConstant(op.bias()),
        "weights or bias computed by the graph",
        "constant weights and bias");
    require(
        op.weights().type().dtype() == DType.INT8,
        op.weights().type().dtype().irName() + " weights",
        "int8 weights");
    require(
        op.input().type().dtype() == op.output().type().dtype(),
        op.input().type().dtype().irName() + " to " + op.output().type().dtype().irName(),
        "one element type");
  }

  /** A kernel that writes an element after it has read all up to the element at its place. */
  private static KernelChoice elementwise(Op op, Value input, String function) {
    boolean narrows = op.output().type().dtype().bytes() <= input.type().dtype().bytes();
    return narrows
        ? KernelChoice.of(op, function, new Overlap(input, 0))
        : KernelChoice.of(op, function);
  }

  private static void requireOneSample(Value input) throws UnsuitedException {
    int batch = input.shape().dim(0);
    require(batch == 1, "a batch of " + batch, "one sample at a time");
  }

  private static void requireSameScale(Value input, Value output) throws UnsuitedException {
    require(
        input.type().quantization().equals(output.type().quantization())
            && input.type().dtype() == output.type().dtype(),
        "unlike quantisation of input and output",
        "the same on both sides");
  }

  private static void require(boolean holds, String found, String need) throws UnsuitedException {
    if (!holds) {
      throw new UnsuitedException(found, need);
    }
  }
}
