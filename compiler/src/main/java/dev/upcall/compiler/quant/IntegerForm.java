package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.tensor.QParams;
import java.util.List;

/**
 * Whether integer arithmetic has factors for an operator's scales, which in a file may be any
 * floats.
 */
public final class IntegerForm {
  /** What TFLite's multiplication of 64-bit accumulators bears. */
  private static final int MAX_WIDE_SHIFT = 7;

  private IntegerForm() {}

  /**
   * @param op whose operands and output are quantised
   * @throws IllegalArgumentException saying what it has no factor for
   */
  public static void require(Op op) {
    QParams out = op.output().type().qparams();
    QParams in = op.inputs().get(0).type().qparams();
    if (op instanceof Activated activated) {
      ClampRange.of(activated.activation(), op.output().type());
    }
    if (op instanceof Linear linear) {
      ChannelScaling scaling = ChannelScaling.of(linear);
      boolean wide = linear.bias().type().dtype() == DType.INT64;
      for (FixedPoint factor : scaling.factors()) {
        require(!wide || factor.shift() <= MAX_WIDE_SHIFT, "a factor of 2^" + factor.shift());
      }
    } else if (op instanceof Add add) {
      AddScaling.of(add.left().type(), add.right().type(), add.output().type());
    } else if (op instanceof Mean) {
      int count = op.inputs().get(0).shape().size() / op.output().shape().size();
      MeanScaling.of(in, out, count);
    } else if (op instanceof Softmax softmax && isShort(op)) {
      ShortSoftmax.of(softmax);
    } else if (op instanceof Recurrent recurrent) {
      RecurrentScaling.of(recurrent);
    } else if (op instanceof Standardize standardize) {
      StandardizeScaling.of(standardize);
    } else if (op instanceof LogSoftmax) {
      LogSoftmaxScaling.of(in.scale());
    } else if (op instanceof MatMul product) {
      ProductScaling.of(product);
    } else if (op instanceof Softmax softmax) {
      SoftmaxScaling.of(softmax.beta(), in.scale());
    } else if (op instanceof Binary binary) {
      BinaryScaling.of(binary);
    } else if (op instanceof Unary unary && unary.kind() == UnaryKind.LEAKY_RELU) {
      LeakyScaling.of(in, out, unary.alpha());
    } else if (op instanceof Unary unary && isShort(op)) {
      ShortCurve.of(unary);
    } else if (op instanceof Unary unary) {
      ByteFunction.of(unary);
    } else if (op instanceof Reduce reduce) {
      require(
          List.of(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN).contains(reduce.kind()),
          op.mnemonic() + " of integers");
      FixedPoint.of((double) in.scale() / out.scale());
    } else if (op instanceof Clamp) {
      FixedPoint.of((double) in.scale() / out.scale());
    }
  }

  private static boolean isShort(Op op) {
    return op.output().type().dtype() == DType.INT16;
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }
}
