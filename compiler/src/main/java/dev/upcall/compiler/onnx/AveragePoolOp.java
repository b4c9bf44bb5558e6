package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import java.util.List;

final class AveragePoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("AveragePool", 1)
        .attributes(
            "kernel_shape",
            "strides",
            "dilations",
            "pads",
            "auto_pad",
            "ceil_mode",
            "count_include_pad")
        .constraints(
            "1D, 2D or 3D", "count_include_pad only where ceil_mode adds no partial window");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    List<AxisWindow> windows = Pooling.windows(node, input);
    boolean counts = node.attributes().flag("count_include_pad", false);
    boolean given = windows.stream().anyMatch(w -> w.before() + w.after() > 0);
    boolean extra = windows.stream().anyMatch(w -> w.extra() > 0);
    if (counts && extra) {
      // PyTorch does not count what ceil_mode adds, ONNX's reference of opset 19 does.
      throw node.unsupported(
          "count_include_pad and a partial last window", "one of them", "pad explicitly");
    }
    node.result(pool(node, input, windows, counts && given));
  }

  /**
   * @param countPadding whether elements of the padding, all of it, count in the mean
   */
  static Value pool(NodeContext node, Value input, List<AxisWindow> windows, boolean countPadding) {
    return Pooling.apply(
        node,
        input,
        windows,
        (x, kernelH, kernelW, window) ->
            node.add(
                output ->
                    new AveragePool2D(
                        x,
                        kernelH,
                        kernelW,
                        window,
                        countPadding && window.pads(),
                        Activation.NONE,
                        output,
                        node.source())));
  }
}
