package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.ChannelScaling;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.MeanScaling;
import dev.upcall.compiler.quant.SoftmaxScaling;
import dev.upcall.core.tensor.QParams;

/** Whether integer arithmetic has factors for an operator's scales; a file may hold any floats. */
final class ScaleCheck {
  private ScaleCheck() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2711
   */
  static void require(Op op, OperatorContext node) {
    if (!op.output().type().isQuantized()) {
      return;
    }
    try {
      scale(op);
    } catch (IllegalArgumentException e) {
      throw node.quantization(
          e.getMessage(), "scales of like magnitude, as calibration chooses them");
    }
  }

  private static void scale(Op op) {
    QParams out = op.output().type().qparams();
    QParams in = op.inputs().get(0).type().qparams();
    if (op instanceof Activated activated) {
      ClampRange.of(activated.activation(), op.output().type());
    }
    if (op instanceof Linear linear) {
      int channels = linear.bias().shape().dim(0);
      if (op instanceof FullyConnected) {
        ChannelScaling.ofFullyConnected(
            linear.input().type(), linear.weights().type(), op.output().type(), channels);
      } else {
        ChannelScaling.ofConvolution(
            linear.input().type(), linear.weights().type(), op.output().type(), channels);
      }
    } else if (op instanceof Add add) {
      AddScaling.of(add.left().type(), add.right().type(), add.output().type());
    } else if (op instanceof Mean) {
      int count = op.inputs().get(0).shape().size() / op.output().shape().size();
      MeanScaling.of(in, out, count);
    } else if (op instanceof Softmax softmax) {
      SoftmaxScaling.of(softmax.beta(), in.scale());
    } else if (op instanceof Clamp) {
      FixedPoint.of((double) in.scale() / out.scale());
    }
  }
}
