package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import java.util.List;

/**
 * Keeps count of what will have to be computed of constants alone: a small file can ask for much.
 */
final class ConstantWork {
  private static final int OPERATIONS_PER_ELEMENT = 64;

  private final GraphBuilder builder;
  private final long most;
  private int counted;
  private long operations;

  /**
   * @param elements of the largest tensor that is accepted
   */
  ConstantWork(GraphBuilder builder, int elements) {
    this.builder = builder;
    this.most = (long) elements * OPERATIONS_PER_ELEMENT;
  }

  /** How many operations are accepted. */
  long most() {
    return most;
  }

  /** Counts operators added since; whether all together are too much. */
  boolean isTooMuch() {
    List<Op> ops = builder.ops();
    for (; counted < ops.size(); counted++) {
      Op op = ops.get(counted);
      if (builder.isConstantExpression(op.output())) {
        operations += operations(op);
      }
    }
    return operations > most;
  }

  /** No more than what fits, so that sums of them do too. */
  private static long operations(Op op) {
    double result = op.output().shape().size();
    for (Value operand : op.inputs()) {
      result += operand.shape().size();
    }
    return (long) Math.min(result * depth(op), 1L << 40);
  }

  /** Products that are added up to one element. */
  private static double depth(Op op) {
    if (op instanceof Linear linear) {
      return (double) linear.weights().shape().size() / Math.max(1, linear.bias().shape().size());
    }
    if (op instanceof MatMul product) {
      return Math.max(1, product.left().shape().dim(-1));
    }
    if (op instanceof TransposeConv2D conv) {
      return conv.weights().shape().size();
    }
    if (op instanceof Recurrent layer) {
      return (double) layer.weights().shape().size() + layer.recurrence().shape().size();
    }
    if (op instanceof AveragePool2D pool) {
      return (double) pool.kernelH() * pool.kernelW();
    }
    if (op instanceof MaxPool2D pool) {
      return (double) pool.kernelH() * pool.kernelW();
    }
    return 1;
  }
}
