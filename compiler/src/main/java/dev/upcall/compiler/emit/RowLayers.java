package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.quant.LogSoftmaxScaling;
import dev.upcall.compiler.quant.ProductScaling;
import dev.upcall.compiler.quant.ShortCurve;
import dev.upcall.compiler.quant.ShortSoftmax;
import dev.upcall.compiler.quant.StandardizeScaling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the layers of {@code kernel.RowKernels}: their numbers and constant arrays. */
final class RowLayers {
  private final Graph graph;
  private final List<CArray> arrays;
  private final GeneralLayers.Pointers pointers;

  /**
   * @param arrays gets the arrays that layers refer to
   */
  RowLayers(Graph graph, List<CArray> arrays, GeneralLayers.Pointers pointers) {
    this.graph = graph;
    this.arrays = arrays;
    this.pointers = pointers;
  }

  /** The layer of a choice of these kernels, empty for others. */
  Optional<CLayer> make(KernelChoice choice, CLayerHead head, String scratch) {
    Op op = choice.op();
    return Optional.ofNullable(
        switch (head.kernel()) {
          case "upcall_curve_16" -> curve((Unary) op, head);
          case "upcall_l2_normalization" -> l2Normalization((L2Normalization) op, head);
          case "upcall_log_softmax" -> logSoftmax((LogSoftmax) op, head);
          case "upcall_mat_mul" -> matMul((MatMul) op, head);
          case "upcall_recurrent" ->
              new RecurrentLayers(graph, arrays).make((Recurrent) op, head, scratch);
          case "upcall_softmax_16" -> softmax((Softmax) op, head);
          case "upcall_standardize" -> standardize((Standardize) op, head);
          default -> null;
        });
  }

  private static CCurve16 curve(Unary op, CLayerHead head) {
    ShortCurve curve = ShortCurve.of(op);
    return new CCurve16(
        head, curve.tanh() ? 1 : 0, curve.multiplier(), curve.shift(), op.output().shape().size());
  }

  private static CL2Normalization l2Normalization(L2Normalization op, CLayerHead head) {
    return new CL2Normalization(
        head, rows(op.input()), op.input().shape().dim(-1), Layers.zeroPoint(op.input()));
  }

  private static CLogSoftmax logSoftmax(LogSoftmax op, CLayerHead head) {
    LogSoftmaxScaling scaling = LogSoftmaxScaling.of(op.input().type().qparams().scale());
    return new CLogSoftmax(
        head,
        rows(op.input()),
        op.input().shape().dim(-1),
        CFactor.of(scaling.factor()),
        scaling.minDifference(),
        CFactor.of(scaling.inverse()));
  }

  private CSoftmax16 softmax(Softmax op, CLayerHead head) {
    arrays.add(CArray.ofBytes(head.weights() + "_exp", bytes(ShortSoftmax.exponentials())));
    arrays.add(CArray.ofBytes(head.weights() + "_inverse", bytes(ShortSoftmax.reciprocals())));
    return new CSoftmax16(
        head,
        rows(op.input()),
        op.input().shape().dim(-1),
        CFactor.of(ShortSoftmax.of(op).factor()),
        head.weights());
  }

  private static CStandardize standardize(Standardize op, CLayerHead head) {
    StandardizeScaling scaling = StandardizeScaling.of(op);
    return new CStandardize(
        head,
        op.input().shape().size() / scaling.depth(),
        scaling.depth(),
        scaling.epsilon(),
        scaling.epsilonShift(),
        CFactor.of(scaling.factor()),
        Layers.zeroPoint(op.output()));
  }

  private CMatMul matMul(MatMul op, CLayerHead head) {
    Shape left = op.left().shape();
    Shape right = op.right().shape();
    Shape batches = leading(op.output().shape());
    ProductScaling scaling = ProductScaling.of(op);
    CFactor factor = CFactor.of(scaling.factor());
    return new CMatMul(
        head,
        op.output().type().dtype().bytes(),
        left.dim(-2),
        left.dim(-1),
        right.dim(-1),
        two(1, batches.dims().stream().mapToInt(Integer::intValue).toArray(), 1),
        two(0, Strides.broadcast(leading(left), batches), left.dim(-2) * left.dim(-1)),
        two(0, Strides.broadcast(leading(right), batches), right.dim(-2) * right.dim(-1)),
        Layers.zeroPoint(op.left()),
        Layers.zeroPoint(op.right()),
        Layers.zeroPoint(op.output()),
        scaling.wide() ? new CFactor(scaling.factor().shortMultiplier(), factor.shift()) : factor,
        pointers.of(op.right(), head.weights() + "_right"));
  }

  /** Up to two numbers, each so many times, {@code absent} in place of those missing. */
  private static List<Integer> two(int absent, int[] numbers, int times) {
    List<Integer> two = new ArrayList<>();
    for (int i = numbers.length; i < 2; i++) {
      two.add(absent);
    }
    for (int number : numbers) {
      two.add(number * times);
    }
    return two;
  }

  private static Shape leading(Shape shape) {
    return new Shape(shape.dims().subList(0, shape.rank() - 2));
  }

  private static int rows(Value input) {
    return input.shape().size() / input.shape().dim(-1);
  }

  /** Elements of 16 bits, as {@code upcall_elements.h} reads them. */
  private static byte[] bytes(short[] elements) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(elements);
    return bytes.array();
  }
}
