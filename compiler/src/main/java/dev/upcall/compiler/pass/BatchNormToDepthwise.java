package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Window;

/**
 * Batch normalisation that could not be folded, behind a pooling for instance, becomes the 1x1
 * depthwise convolution that it is in inference.
 */
final class BatchNormToDepthwise implements Pass {
  @Override
  public String name() {
    return "batch-norm-to-depthwise";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      if (op instanceof BatchNormalization norm) {
        convert(rewriter, norm);
      } else {
        rewriter.emit(op);
      }
    }
    return rewriter.build();
  }

  private static void convert(Rewriter rewriter, BatchNormalization norm) {
    AffineMap map = AffineMap.of(rewriter, norm);
    int channels = map.factor().length;
    Value weights =
        rewriter.constant(norm.scale().name(), Shape.of(1, 1, 1, channels), narrow(map.factor()));
    Value bias = rewriter.constant(norm.shift().name(), Shape.of(channels), narrow(map.offset()));
    Shape shape = norm.input().shape();
    if (shape.rank() == 4) {
      rewriter.emit(depthwise(norm, norm.input(), weights, bias, norm.output()));
      return;
    }
    Shape plane = Shape.of(shape.size() / channels, 1, 1, channels);
    Value input =
        rewriter.add(norm.input(), plane, out -> new Reshape(norm.input(), out, norm.source()));
    Value result =
        rewriter.add(norm.output(), plane, out -> depthwise(norm, input, weights, bias, out));
    rewriter.emit(new Reshape(result, norm.output(), norm.source()));
  }

  private static Op depthwise(
      BatchNormalization norm, Value input, Value weights, Value bias, Value output) {
    return new DepthwiseConv2D(
        input, weights, bias, Window.unit(), Activation.NONE, output, norm.source());
  }

  private static float[] narrow(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
