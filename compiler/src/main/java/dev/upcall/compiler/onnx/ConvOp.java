package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.List;

/** Weights [Cout,Cin/groups,((KD,)KH,)KW]; one input channel per group makes it depthwise. */
final class ConvOp implements OnnxOp {
  static final String[] ATTRIBUTES = {
    "kernel_shape", "strides", "dilations", "pads", "auto_pad", "group"
  };

  @Override
  public OpSpec spec() {
    return OpSpec.of("Conv", 2, 3)
        .attributes(ATTRIBUTES)
        .constraints("1D, 2D or 3D", "weights and bias are constant");
  }

  @Override
  public void convert(NodeContext node) {
    node.result(convolution(node));
  }

  /** Of operands input, weights and, if given, bias. */
  static Value convolution(NodeContext node) {
    Value input = node.input(0);
    Value weights = node.weights(1, "weights");
    boolean volume = input.shape().rank() == 5;
    if (!volume) {
      Spatial.requireLineOrPlane(node, input);
    }
    WindowReader reader = new WindowReader(node, input.shape());
    List<AxisWindow> windows = reader.read(reader.kernelOf(weights.shape()), false);
    if (volume) {
      return VolumeConv.convolve(node, input, weights, windows);
    }
    AxisWindow height = windows.size() == 1 ? AxisWindow.none() : windows.get(0);
    Window window = AxisWindow.plane(height, windows.get(windows.size() - 1));
    return Spatial.apply(
        node,
        input,
        x -> {
          Value kernel = Spatial.plane(node, weights);
          Value bias = Bias.read(node, 2, weights.shape().dim(0));
          return convolve(node, x, kernel, bias, window);
        });
  }

  /**
   * @param x [N,H,W,Cin]
   * @param weights [Cout,Cin/groups,KH,KW]
   */
  static Value convolve(NodeContext node, Value x, Value weights, Value bias, Window window) {
    int groups = node.attributes().integer("group", 1);
    int channels = x.shape().dim(3);
    Shape shape = weights.shape();
    boolean depthwise =
        groups == channels && groups > 1 && shape.dim(1) == 1 && shape.dim(0) % groups == 0;
    if (depthwise) {
      Value w = node.transpose(weights, 1, 2, 3, 0);
      return node.add(
          output ->
              new DepthwiseConv2D(x, w, bias, window, Activation.NONE, output, node.source()));
    }
    Value w = node.transpose(weights, 0, 2, 3, 1);
    return node.add(
        output -> new Conv2D(x, w, bias, window, groups, Activation.NONE, output, node.source()));
  }
}
