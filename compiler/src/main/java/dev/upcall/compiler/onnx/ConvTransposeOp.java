package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import java.util.ArrayList;
import java.util.List;

/** Weights [Cin,Cout/groups,(KH,)KW]. */
final class ConvTransposeOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("ConvTranspose", 2, 3)
        .attributes(
            "kernel_shape",
            "strides",
            "dilations",
            "pads",
            "auto_pad",
            "group",
            "output_padding",
            "output_shape")
        .constraints("1D or 2D", "weights and bias are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    Value given = node.weights(1, "weights");
    Spatial.requireLineOrPlane(node, input);
    WindowReader reader = new WindowReader(node, input.shape());
    List<TransposedWindow> windows =
        new ArrayList<>(reader.readTransposed(reader.kernelOf(given.shape())));
    List<Long> size = new ArrayList<>();
    windows.forEach(window -> size.add((long) window.output()));
    node.checkShape(size);
    if (windows.size() == 1) {
      windows.add(0, TransposedWindow.none());
    }
    Value weights = Spatial.plane(node, given);
    node.result(Spatial.apply(node, input, x -> convolve(node, x, weights, windows)));
  }

  private static Value convolve(
      NodeContext node, Value x, Value weights, List<TransposedWindow> windows) {
    int groups = node.attributes().integer("group", 1);
    if (groups < 1 || weights.shape().dim(0) % groups != 0) {
      throw new ShapeException(groups + " groups of weights " + weights.shape());
    }
    Value w = ordered(node, weights, groups);
    Value bias = Bias.read(node, 2, w.shape().dim(0));
    TransposedWindow height = windows.get(0);
    TransposedWindow width = windows.get(1);
    return node.add(
        output ->
            new TransposeConv2D(
                x,
                w,
                bias,
                AxisWindow.plane(height.window(), width.window()),
                height.output(),
                width.output(),
                groups,
                Activation.NONE,
                output,
                node.source()));
  }

  /** [Cin,Cout/groups,KH,KW] as [Cout,KH,KW,Cin/groups]. */
  private static Value ordered(NodeContext node, Value weights, int groups) {
    if (groups == 1) {
      return node.transpose(weights, 1, 2, 3, 0);
    }
    Shape in = weights.shape();
    int depth = in.dim(0) / groups;
    Value grouped = node.reshape(weights, Shape.of(groups, depth, in.dim(1), in.dim(2), in.dim(3)));
    return node.reshape(
        node.transpose(grouped, 0, 2, 3, 4, 1),
        Shape.of(groups * in.dim(1), in.dim(2), in.dim(3), depth));
  }
}
