package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** The size of each axis after Resize, from its operands scales or sizes and its attributes. */
final class ResizeSizes {
  private static final int ROI = 1;
  private static final int SCALES_SINCE_11 = 2;
  private static final int SIZES = 3;

  private final NodeContext node;
  private final Shape in;
  private final List<Integer> axes;
  private final float[] roi;

  /**
   * @param cropped whether the operand roi counts
   */
  ResizeSizes(NodeContext node, Shape in, boolean cropped) {
    this.node = node;
    this.in = in;
    this.axes =
        node.attributes()
            .integers("axes")
            .map(given -> given.stream().map(axis -> Axes.normalize(axis, in.rank())).toList())
            .orElseGet(() -> Axes.all(in.rank()));
    this.roi = cropped ? node.floats(ROI, "roi") : new float[0];
    if (cropped && roi.length != 2 * axes.size()) {
      throw new ShapeException(roi.length + " numbers in roi for " + axes.size() + " axes");
    }
  }

  /** One entry for each axis of the operand. */
  List<ResizeAxis> read() {
    int scalesAt = node.opset() < 11 ? 1 : SCALES_SINCE_11;
    boolean bySize = node.has(SIZES) && node.any(SIZES).shape().size() > 0;
    boolean byScale = node.has(scalesAt) && node.any(scalesAt).shape().size() > 0;
    if (bySize == byScale) {
      throw node.unsupported("scales and sizes, or neither", "one of both");
    }
    List<ResizeAxis> result = new ArrayList<>();
    in.dims().forEach(size -> result.add(ResizeAxis.unchanged(size)));
    float[] scales = bySize ? fromSizes() : fromScales(node.floats(scalesAt, "scales"));
    List<Integer> sizes = bySize ? sizes(scales) : List.of();
    for (int i = 0; i < axes.size(); i++) {
      int dim = in.dim(axes.get(i));
      float start = roi.length == 0 ? 0 : roi[i];
      float end = roi.length == 0 ? 1 : roi[axes.size() + i];
      double exact = bySize ? sizes.get(i) : Math.floor(dim * (end - start) * scales[i]);
      if (!(exact >= 1 && exact < Integer.MAX_VALUE)) {
        throw new ShapeException(in + " resized by " + scales[i]);
      }
      result.set(axes.get(i), new ResizeAxis(dim, (int) exact, scales[i], start, end));
    }
    node.checkShape(result.stream().map(axis -> (long) axis.out()).toList());
    return result;
  }

  private float[] fromScales(float[] scales) {
    if (scales.length != axes.size()) {
      throw new ShapeException(scales.length + " scales for " + axes.size() + " axes");
    }
    return scales;
  }

  private float[] fromSizes() {
    List<Integer> sizes = node.integers(SIZES, "sizes");
    if (sizes.size() != axes.size()) {
      throw new ShapeException(sizes.size() + " sizes for " + axes.size() + " axes");
    }
    float[] scales = new float[sizes.size()];
    float least = Float.POSITIVE_INFINITY;
    float most = 0;
    for (int i = 0; i < scales.length; i++) {
      scales[i] = sizes.get(i) / (float) in.dim(axes.get(i));
      least = Math.min(least, scales[i]);
      most = Math.max(most, scales[i]);
    }
    String policy = node.attributes().text("keep_aspect_ratio_policy", "stretch");
    for (int i = 0; i < scales.length; i++) {
      scales[i] =
          switch (policy) {
            case "stretch" -> scales[i];
            case "not_larger" -> least;
            case "not_smaller" -> most;
            default ->
                throw node.unsupported(
                    "keep_aspect_ratio_policy " + policy, "stretch, not_larger or not_smaller");
          };
    }
    return scales;
  }

  private List<Integer> sizes(float[] scales) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < scales.length; i++) {
      sizes.add((int) Math.round((double) in.dim(axes.get(i)) * scales[i]));
    }
    return sizes;
  }
}
