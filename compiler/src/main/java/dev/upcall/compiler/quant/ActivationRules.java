package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.Range;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the TFLite specification demands of each operator's output: operators that only choose or
 * move elements keep their input's quantisation, softmax, its logarithm, sigmoid, tanh and what is
 * normalised have a fixed one, all others are free.
 */
final class ActivationRules {
  /** Of a probability: 0..255/256. */
  static final QParams PROBABILITY = new QParams(1f / 256, -128);

  /** Of a hyperbolic tangent: -128..127/128. */
  static final QParams SIGNED_UNIT = new QParams(1f / 128, 0);

  /** Of either in 16 bits: -1..32767/32768. */
  private static final QParams WIDE_UNIT = new QParams(1f / 32768, 0);

  /** Of a probability's logarithm: -16..0. */
  static final QParams LOGARITHM = new QParams(1f / 16, 127);

  private static final double MAX_MAGNITUDE = 0x1p60;

  /** Steps of int16 in one of int8; 255 of them are within int16. */
  private static final int WIDER = 128;

  private final Graph graph;
  private final SharedRanges ranges;

  ActivationRules(Graph graph, Map<Integer, Observer> observers, RangeRule rule) {
    this.graph = graph;
    this.ranges = new SharedRanges(graph, observers, rule);
  }

  /**
   * How {@code op}'s output is quantised.
   *
   * @param first how its first operand is
   * @param dtype of the output
   * @param minScale least step that its arithmetic bears
   */
  TensorType output(Op op, TensorType first, DType dtype, double minScale) {
    if (op instanceof Clamp && first.dtype() == DType.INT8 && dtype == DType.INT16) {
      // A step of int8 is a whole number of steps: nothing is rounded.
      QParams finer = new QParams(first.qparams().scale() / WIDER, 0);
      return TensorType.quantized(dtype, op.output().shape(), finer);
    }
    return TensorType.quantized(
        dtype, op.output().shape(), output(op, first.qparams(), dtype, minScale));
  }

  private QParams output(Op op, QParams first, DType dtype, double minScale) {
    if (op instanceof Pad pad
        && (pad.value() < first.dequantize((int) dtype.lowest())
            || pad.value() > first.dequantize((int) dtype.highest()))) {
      throw refuse(op, "padding by " + pad.value(), "a value within the range of its input");
    }
    if (ranges.keepsFirst(op)) {
      return first;
    }
    if (dtype == DType.INT16 && WideArithmetic.isUnit(op)) {
      return WIDE_UNIT;
    }
    if (op instanceof Softmax || op instanceof Unary u && u.kind() == UnaryKind.SIGMOID) {
      return PROBABILITY;
    }
    if (op instanceof LogSoftmax) {
      return LOGARITHM;
    }
    if (op instanceof L2Normalization
        || op instanceof Unary unary && unary.kind() == UnaryKind.TANH) {
      return SIGNED_UNIT;
    }
    Range range = range(op.output(), ranges.range(op.output()));
    return dtype == DType.INT16 ? range.symmetric(minScale) : range.asymmetric(minScale);
  }

  /** How a constant operand that is no weight is quantised. */
  TensorType constant(Value value, DType dtype) {
    Range range = range(value, ranges.range(value));
    QParams qparams = dtype == DType.INT16 ? range.symmetric(0) : range.asymmetric();
    return TensorType.quantized(dtype, value.shape(), qparams);
  }

  /** Whether integer arithmetic has the operator, and factors for its scales. */
  void requireArithmetic(Op op) {
    if (SharedRanges.joins(op)) {
      for (Value operand : op.inputs()) {
        if (!operand.type().quantization().equals(op.output().type().quantization())) {
          throw refuse(
              op,
              "\"" + operand.name() + "\" quantised as " + operand.type().qparams(),
              "all operands quantised alike: the network's input and fixed outputs cannot be");
        }
      }
    }
    if (op.output().type().dtype() == DType.INT16) {
      Optional<String> missing = WideArithmetic.missing(op);
      if (missing.isPresent()) {
        throw refuse(op, missing.get(), "an operator that TFLite has of int16");
      }
      return;
    }
    try {
      if (op instanceof Unary unary) {
        ByteFunction.of(unary);
      } else if (op instanceof Binary binary) {
        BinaryScaling.of(binary);
      } else if (op instanceof Standardize standardize) {
        StandardizeScaling.of(standardize);
      }
    } catch (IllegalArgumentException e) {
      throw refuse(op, e.getMessage(), "an operator with integer arithmetic");
    }
  }

  Range range(Value value, Range range) {
    if (Math.max(-range.min(), range.max()) > MAX_MAGNITUDE) {
      throw tooWide(value, range.min() + " to " + range.max(), MAX_MAGNITUDE);
    }
    return range;
  }

  void requireMagnitude(Value value, float[] elements, double limit) {
    for (float element : elements) {
      // Written so that NaN is refused too.
      if (!(Math.abs(element) <= limit)) {
        throw tooWide(value, String.valueOf(element), limit);
      }
    }
  }

  void requireQuantizable(Op op) {
    if (op instanceof BatchNormalization) {
      throw refuse(op, "batch normalisation that was not folded", "passes run before");
    }
    boolean gathers = op instanceof Gather gather && graph.isConstant(gather.indices());
    List<Value> operands = gathers ? op.inputs().subList(0, 1) : op.inputs();
    for (Value value : Stream.concat(operands.stream(), Stream.of(op.output())).toList()) {
      if (value.type().dtype() != DType.FLOAT32) {
        throw refuse(op, value.type().dtype().irName() + " elements", "operators on floats");
      }
    }
    if (op instanceof Linear linear) {
      if (!graph.isConstant(linear.weights()) || !graph.isConstant(linear.bias())) {
        throw refuse(op, "computed weights", "constant weights");
      }
    }
  }

  /** The reference kernels accumulate in 32 bits. */
  void requireAccumulator(Op op, long bound) {
    if (bound > Integer.MAX_VALUE) {
      throw refuse(op, "sums of up to " + bound, "sums of up to " + Integer.MAX_VALUE);
    }
  }

  UpcallException refuse(Op op, String found, String need) {
    return Diagnostic.of(QuantCode.OPERATOR, op.source().opType())
        .at("%s", op.source())
        .found("%s", found)
        .need("%s", need)
        .fix("change the layer in the model")
        .toException();
  }

  private UpcallException tooWide(Value value, String found, double limit) {
    return Diagnostic.of(QuantCode.RANGE)
        .at("%s, \"%s\"", graph.name(), value.name())
        .found("%s", found)
        .need("magnitudes up to %s", limit)
        .fix("train with weight decay or normalisation")
        .toException();
  }
}
