package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.kernel.KernelChoice.Overlap;
import dev.upcall.compiler.quant.LogSoftmaxScaling;
import dev.upcall.compiler.quant.ProductScaling;
import dev.upcall.compiler.quant.RecurrentScaling;
import dev.upcall.compiler.quant.ShortCurve;
import dev.upcall.compiler.quant.ShortSoftmax;
import dev.upcall.compiler.quant.StandardizeScaling;
import dev.upcall.core.tensor.QParams;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kernels in plain C99 of operators on rows, the elements along the last axis, of products of rows,
 * and of curves of int16.
 */
public final class RowKernels implements KernelLibrary {
  /** Beyond it a sum of exponentials leaves TFLite's number format. */
  private static final int MAX_DEPTH = 511;

  private static final int MAX_DEPTH_16 = 1 << 16;

  /** Squares of int8 less a zero point sum up in 32 bits. */
  private static final int MAX_SQUARES = 1 << 15;

  /** Two axes of matrices, and their own two. */
  private static final int MAX_RANK = 4;

  private static final List<DType> ELEMENTS = List.of(DType.INT8, DType.INT16);

  private interface Rule<O extends Op> {
    KernelChoice choose(O op, Graph graph) throws UnsuitedException;
  }

  private final Map<Class<? extends Op>, Rule<?>> rules = new HashMap<>();

  public RowKernels() {
    rule(L2Normalization.class, RowKernels::l2Normalization);
    rule(LogSoftmax.class, RowKernels::logSoftmax);
    rule(MatMul.class, RowKernels::matMul);
    rule(Recurrent.class, RowKernels::recurrent);
    rule(Softmax.class, RowKernels::shortSoftmax);
    rule(Standardize.class, RowKernels::standardize);
    rule(Unary.class, RowKernels::shortCurve);
  }

  /** The operators that have a kernel here; some only of certain element types. */
  public Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  private <O extends Op> void rule(Class<O> type, Rule<O> rule) {
    rules.put(type, rule);
  }

  // Registered under the operator's own class, so the rule takes it.
  @Override
  @SuppressWarnings("unchecked")
  public KernelChoice choose(Op op, Graph graph) throws UnsuitedException {
    Rule<Op> rule = (Rule<Op>) rules.get(op.getClass());
    require(rule != null, "operator " + op.mnemonic(), "an operator on rows");
    DType dtype = op.output().type().dtype();
    boolean alike =
        op instanceof Recurrent
            || op.inputs().stream().allMatch(operand -> operand.type().dtype() == dtype);
    require(alike && ELEMENTS.contains(dtype), dtype.irName() + " elements", "int8 or int16");
    require(op.output().shape().size() > 0, "an empty output", "at least one element");
    try {
      return rule.choose(op, graph);
    } catch (IllegalArgumentException e) {
      throw new UnsuitedException(e.getMessage(), "scales that TFLite has of " + op.mnemonic());
    }
  }

  private static KernelChoice logSoftmax(LogSoftmax op, Graph graph) throws UnsuitedException {
    requireDepth(op.input(), DType.INT8, MAX_DEPTH);
    requireOutput(op, new QParams(1f / 16, 127));
    LogSoftmaxScaling.of(op.input().type().qparams().scale());
    return inPlace(op, op.input(), "upcall_log_softmax");
  }

  private static KernelChoice l2Normalization(L2Normalization op, Graph graph)
      throws UnsuitedException {
    requireDepth(op.input(), DType.INT8, MAX_SQUARES);
    requireOutput(op, new QParams(1f / 128, 0));
    return inPlace(op, op.input(), "upcall_l2_normalization");
  }

  private static KernelChoice matMul(MatMul op, Graph graph) throws UnsuitedException {
    int rank = op.output().shape().rank();
    require(rank <= MAX_RANK, rank + " axes", "at most " + MAX_RANK);
    ProductScaling.of(op);
    return KernelChoice.of(op, "upcall_mat_mul");
  }

  private static KernelChoice recurrent(Recurrent op, Graph graph) throws UnsuitedException {
    List<Value> constants = op.inputs().subList(1, op.inputs().size());
    require(
        constants.stream().allMatch(graph::isConstant),
        "computed weights or states",
        "constant ones");
    require(op.output().type().dtype() == DType.INT8, "int16 activations", "int8 activations");
    RecurrentScaling.of(op);
    int size = op.recurrence().shape().dim(1);
    // The 16-bit state, and what a reset gate leaves of the hidden one; whole words.
    int scratch = (3 * size + 3) / 4 * 4;
    return KernelChoice.of(op, "upcall_recurrent").withScratch(scratch);
  }

  private static KernelChoice standardize(Standardize op, Graph graph) throws UnsuitedException {
    require(op.output().type().dtype() == DType.INT8, "int16 elements", "int8 elements");
    StandardizeScaling.of(op);
    return inPlace(op, op.input(), "upcall_standardize");
  }

  private static KernelChoice shortSoftmax(Softmax op, Graph graph) throws UnsuitedException {
    requireDepth(op.input(), DType.INT16, MAX_DEPTH_16);
    ShortSoftmax.of(op);
    return inPlace(op, op.input(), "upcall_softmax_16");
  }

  private static KernelChoice shortCurve(Unary op, Graph graph) throws UnsuitedException {
    require(op.input().type().dtype() == DType.INT16, "int8 elements", "int16 elements");
    ShortCurve.of(op);
    return inPlace(op, op.input(), "upcall_curve_16");
  }

  private static void requireDepth(Value input, DType dtype, int most) throws UnsuitedException {
    int depth = input.shape().dim(-1);
    require(
        input.type().dtype() == dtype,
        input.type().dtype().irName() + " elements",
        dtype.irName() + " elements");
    require(depth <= most, depth + " values in a row", "at most " + most);
  }

  private static void requireOutput(Op op, QParams fixed) throws UnsuitedException {
    QParams output = op.output().type().qparams();
    require(output.equals(fixed), "output " + output, "output " + fixed);
  }

  /** A kernel that writes an element after it has read all up to the element at its place. */
  private static KernelChoice inPlace(Op op, Value input, String function) {
    return KernelChoice.of(op, function, new Overlap(input, 0));
  }

  private static void require(boolean holds, String found, String need) throws UnsuitedException {
    if (!holds) {
      throw new UnsuitedException(found, need);
    }
  }
}
