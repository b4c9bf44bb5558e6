package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.Arrays;

/** Weights [Cout,Cin/groups,(KH,)KW]; one input channel per group makes it depthwise. */
final class ConvOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Conv", 2, 3)
        .attributes("kernel_shape", "strides", "dilations", "pads", "auto_pad", "group")
        .constraints("1D or 2D", "weights and bias are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    node.result(Spatial.apply(node, input, x -> convolve(node, x, input.shape().rank() - 2)));
  }

  private static Value convolve(NodeContext node, Value x, int rank) {
    Value given = node.weights(1, "weights");
    if (given.shape().rank() != rank + 2) {
      throw node.unsupported("weights " + given.shape(), "weights of " + (rank + 2) + " axes");
    }
    Value weights = rank == 1 ? Spatial.withHeight(node, given) : given;
    Shape shape = weights.shape();
    int[] kernel = {shape.dim(2), shape.dim(3)};
    WindowReader windows = new WindowReader(node, rank);
    if (node.attributes().has("kernel_shape") && !Arrays.equals(windows.kernelShape(), kernel)) {
      throw node.unsupported(
          "a kernel_shape other than that of weights " + shape, "the weights' own");
    }
    Window window = windows.read(x.shape(), kernel, false);
    int groups = node.attributes().integer("group", 1);
    int channels = x.shape().dim(3);
    Value bias = Bias.read(node, 2, shape.dim(0));
    boolean depthwise =
        groups == channels && groups > 1 && shape.dim(1) == 1 && shape.dim(0) % groups == 0;
    return depthwise
        ? depthwise(node, x, weights, bias, window)
        : conv(node, x, weights, bias, window, groups);
  }

  private static Value conv(
      NodeContext node, Value x, Value weights, Value bias, Window window, int groups) {
    Value w = node.transpose(weights, 0, 2, 3, 1);
    return node.add(
        output -> new Conv2D(x, w, bias, window, groups, Activation.NONE, output, node.source()));
  }

  private static Value depthwise(
      NodeContext node, Value x, Value weights, Value bias, Window window) {
    Value w = node.transpose(weights, 1, 2, 3, 0);
    return node.add(
        output -> new DepthwiseConv2D(x, w, bias, window, Activation.NONE, output, node.source()));
  }
}
