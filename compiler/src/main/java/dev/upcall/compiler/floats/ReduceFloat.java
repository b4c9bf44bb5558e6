package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import java.util.Arrays;
import java.util.List;

/** Floats are accumulated as doubles; integers exactly, and wrap. */
final class ReduceFloat implements TensorKernel<Reduce> {
  @Override
  public Tensor run(Reduce op, List<Tensor> operands) {
    Shape in = op.input().shape();
    Indexer target = new Indexer(in, Strides.reduced(in, op.axes()), 0);
    int size = op.output().shape().size();
    return operands.get(0).dtype().isInteger()
        ? integers(op.kind(), operands.get(0), target, size)
        : floats(op.kind(), operands.get(0).floats(), target, size);
  }

  private static Tensor floats(ReduceKind kind, float[] elements, Indexer target, int size) {
    double[] state = new double[size];
    // Of LOG_SUM_EXP the greatest element is taken off first, so that exp cannot overflow.
    double[] greatest = new double[size];
    if (kind == ReduceKind.LOG_SUM_EXP) {
      Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
      for (float x : elements) {
        greatest[target.offset()] = Math.max(greatest[target.offset()], x);
        target.advance();
      }
    }
    Arrays.fill(state, start(kind));
    for (float x : elements) {
      int i = target.offset();
      state[i] = next(kind, state[i], x, greatest[i]);
      target.advance();
    }
    float[] out = new float[size];
    for (int i = 0; i < size; i++) {
      out[i] = (float) finish(kind, state[i], greatest[i]);
    }
    return Tensor.of(out);
  }

  private static double start(ReduceKind kind) {
    return switch (kind) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case PROD -> 1;
      default -> 0;
    };
  }

  private static double next(ReduceKind kind, double state, double x, double greatest) {
    return switch (kind) {
      case L1 -> state + Math.abs(x);
      case L2, SUM_SQUARE -> state + x * x;
      case LOG_SUM, SUM -> state + x;
      case LOG_SUM_EXP -> state + Math.exp(x - greatest);
      case MAX -> Math.max(state, x);
      case MIN -> Math.min(state, x);
      case PROD -> state * x;
    };
  }

  private static double finish(ReduceKind kind, double state, double greatest) {
    return switch (kind) {
      case L2 -> Math.sqrt(state);
      case LOG_SUM -> Math.log(state);
      case LOG_SUM_EXP -> greatest + Math.log(state);
      default -> state;
    };
  }

  private static Tensor integers(ReduceKind kind, Tensor input, Indexer target, int size) {
    DType dtype = input.dtype();
    long[] state = new long[size];
    Arrays.fill(state, integerStart(kind, dtype));
    for (long x : input.integers()) {
      int i = target.offset();
      state[i] =
          switch (kind) {
            case L1 -> state[i] + Math.abs(x);
            case SUM_SQUARE -> state[i] + x * x;
            case SUM -> state[i] + x;
            case MAX -> Math.max(state[i], x);
            case MIN -> Math.min(state[i], x);
            case PROD -> state[i] * x;
            case L2, LOG_SUM, LOG_SUM_EXP -> throw new IllegalStateException(kind + " of integers");
          };
      target.advance();
    }
    return Tensor.of(dtype, state);
  }

  private static long integerStart(ReduceKind kind, DType dtype) {
    return switch (kind) {
      case MAX -> dtype.lowest();
      case MIN -> dtype.highest();
      case PROD -> 1;
      default -> 0;
    };
  }
}
