package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Opset 10 has neither coordinates nor sizes; 18 adds axes and antialiasing, 19 symmetry. */
final class ResizeOp implements OnnxOp {
  private static final double WHOLE = 1e-4;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Resize", 1, 4)
        .anyType()
        .since(10)
        .attributes(
            "mode",
            "coordinate_transformation_mode",
            "nearest_mode",
            "cubic_coeff_a",
            "exclude_outside",
            "extrapolation_value",
            "axes",
            "antialias",
            "keep_aspect_ratio_policy")
        .constraints(
            "scales, sizes and roi are constant",
            "linear and cubic over [N,C,L] and [N,C,H,W], not over N and C",
            "nothing is extrapolated",
            "align_corners only to whole sizes");
  }

  @Override
  public void convert(NodeContext node) {
    boolean first = node.opset() < 11;
    ResizeCoordinates coordinates =
        coordinates(
            node,
            node.attributes()
                .text("coordinate_transformation_mode", first ? "asymmetric" : "half_pixel"));
    Value input = node.any(0);
    boolean cropped = coordinates == ResizeCoordinates.TF_CROP_AND_RESIZE;
    List<ResizeAxis> axes = new ResizeSizes(node, input.shape(), cropped).read();
    axes.forEach(axis -> check(node, axis, coordinates));
    Resizing resizing = new Resizing(node, axes, coordinates);
    String mode = node.attributes().text("mode", "nearest");
    node.result(
        switch (mode) {
          case "nearest" ->
              resizing.nearest(
                  input,
                  node.attributes().text("nearest_mode", first ? "floor" : "round_prefer_floor"));
          case "linear", "cubic" -> resizing.filtered(node.input(0), filter(node, mode));
          default -> throw node.unsupported("mode " + mode, "nearest, linear or cubic");
        });
  }

  private static ResizeFilter filter(NodeContext node, String mode) {
    return new ResizeFilter(
        mode.equals("cubic"),
        node.attributes().real("cubic_coeff_a", -0.75f),
        node.attributes().flag("antialias", false),
        node.attributes().flag("exclude_outside", false));
  }

  private static void check(NodeContext node, ResizeAxis axis, ResizeCoordinates coordinates) {
    // Runtimes disagree here: ONNX's reference spreads the corners over the unrounded size.
    double size = axis.in() * (double) axis.scale();
    if (coordinates == ResizeCoordinates.ALIGN_CORNERS
        && Math.abs(size - Math.rint(size)) > WHOLE) {
      throw node.unsupported(
          "align_corners to " + size + " elements", "a whole size", "export with sizes");
    }
    for (int i : new int[] {0, axis.out() - 1}) {
      float at = coordinates.source(axis, i);
      if (coordinates == ResizeCoordinates.TF_CROP_AND_RESIZE && (at < 0 || at > axis.in() - 1)) {
        throw node.unsupported("a roi outside of the operand", "a roi within 0 to 1");
      }
    }
  }

  private static ResizeCoordinates coordinates(NodeContext node, String name) {
    return Arrays.stream(ResizeCoordinates.values())
        .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                node.unsupported(
                    "coordinate_transformation_mode " + name,
                    Arrays.toString(ResizeCoordinates.values()).toLowerCase(Locale.ROOT)));
  }
}
