package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** The forerunner of Resize: scales are attributes up to opset 8, an operand in 9. */
final class UpsampleOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("Upsample", 1, 2)
        .anyType()
        .until(9)
        .attributes("mode", "scales", "height_scale", "width_scale")
        .constraints("the scales are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Float> scales = scales(node);
    if (scales.size() != input.shape().rank()) {
      throw node.unsupported(scales.size() + " scales", "one for each axis");
    }
    List<ResizeAxis> axes = new ArrayList<>();
    for (int axis = 0; axis < scales.size(); axis++) {
      int in = input.shape().dim(axis);
      double out = Math.floor(in * scales.get(axis));
      axes.add(new ResizeAxis(in, (int) out, scales.get(axis), 0, 1));
    }
    node.checkShape(axes.stream().map(axis -> (long) axis.out()).toList());
    Resizing resizing = new Resizing(node, axes, ResizeCoordinates.ASYMMETRIC);
    String mode = node.attributes().text("mode", "nearest");
    node.result(
        switch (mode) {
          case "nearest" -> resizing.nearest(input, "floor");
          case "linear", "bilinear" ->
              resizing.filtered(node.input(0), new ResizeFilter(false, 0, false, false));
          default -> throw node.unsupported("mode " + mode, "nearest or linear");
        });
  }

  private static List<Float> scales(NodeContext node) {
    if (node.has(1)) {
      List<Float> scales = new ArrayList<>();
      for (float scale : node.floats(1, "scales")) {
        scales.add(scale);
      }
      return scales;
    }
    Attributes attributes = node.attributes();
    return attributes
        .reals("scales")
        .orElseGet(
            () ->
                List.of(
                    1f, 1f, attributes.real("height_scale", 1), attributes.real("width_scale", 1)));
  }
}
