package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operators that slide a window over images [N,H,W,C]. */
final class FloatWindows {
  private FloatWindows() {}

  static Layer conv(Conv2D op, LayerDraft draft) {
    Shape kernel = op.weights().shape();
    List<String> fields =
        images(op.input(), op.output(), op.window(), kernel.dim(1), kernel.dim(2));
    if (draft.hasScratch()) {
      fields.addAll(FloatFilters.fields(op, 1, draft));
      fields.add(".scratch = " + draft.scratch());
    } else {
      fields.add(".groups = " + op.groups());
      fields.addAll(FloatFilters.fields(op, op.groups(), draft));
    }
    return draft.call(draft.function(), fields, op.input());
  }

  static Layer depthwise(DepthwiseConv2D op, LayerDraft draft) {
    Shape kernel = op.weights().shape();
    List<String> fields =
        images(op.input(), op.output(), op.window(), kernel.dim(1), kernel.dim(2));
    fields.add(".weights = " + draft.address(op.weights()));
    fields.add(".bias = " + draft.address(op.bias()));
    fields.add(FloatFilters.range(op.activation()));
    return draft.call("upcall_depthwise_conv2d_f32", fields, op.input());
  }

  static Layer transposeConv(TransposeConv2D op, LayerDraft draft) {
    Shape kernel = op.weights().shape();
    List<String> fields =
        images(op.input(), op.output(), op.window(), kernel.dim(1), kernel.dim(2));
    fields.add(".groups = " + op.groups());
    fields.add(".weights = " + draft.address(op.weights()));
    fields.add(".bias = " + draft.address(op.bias()));
    fields.add(FloatFilters.range(op.activation()));
    return draft.call("upcall_transpose_conv2d_f32", fields, op.input());
  }

  static Layer resize(Resize2D op, LayerDraft draft) {
    return draft.call(
        "upcall_resize2d_f32",
        List.of(
            ".batch = " + op.input().shape().dim(0),
            image("input", op.input()),
            image("output", op.output()),
            taps("rows", op.rows(), draft),
            taps("columns", op.columns(), draft)),
        op.input());
  }

  private static String taps(String axis, ResizeTaps taps, LayerDraft draft) {
    int[] index = taps.indices().stream().mapToInt(Integer::intValue).toArray();
    float[] weights = new float[index.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = taps.weights().get(i);
    }
    return String.format(
        Locale.ROOT,
        ".%s = {.count = %d, .index = %s, .weight = %s}",
        axis,
        taps.count(),
        draft.array(axis + "_index", ConstantData.ofInts(index)),
        draft.array(axis + "_weight", ConstantData.ofFloats(weights)));
  }

  static Layer maxPool(MaxPool2D op, LayerDraft draft) {
    List<String> fields = images(op.input(), op.output(), op.window(), op.kernelH(), op.kernelW());
    return pool("upcall_max_pool2d_f32", fields, op.activation(), op.input(), draft);
  }

  static Layer averagePool(AveragePool2D op, LayerDraft draft) {
    List<String> fields = images(op.input(), op.output(), op.window(), op.kernelH(), op.kernelW());
    fields.add(".divisor = " + (op.countPadding() ? op.kernelH() * op.kernelW() : 0));
    return pool("upcall_average_pool2d_f32", fields, op.activation(), op.input(), draft);
  }

  private static Layer pool(
      String function, List<String> fields, Activation activation, Value input, LayerDraft draft) {
    fields.add(".min = " + CLiteral.real(activation.min()));
    fields.add(".max = " + CLiteral.real(activation.max()));
    return draft.call(function, "upcall_pool2d_f32", fields, input);
  }

  /** What every layer with a window says of its images. */
  private static List<String> images(
      Value input, Value output, Window window, int height, int width) {
    List<String> fields = new ArrayList<>();
    fields.add(".batch = " + input.shape().dim(0));
    fields.add(image("input", input));
    fields.add(image("output", output));
    fields.add(
        String.format(
            Locale.ROOT,
            ".window = {.height = %d, .width = %d, .stride_y = %d, .stride_x = %d,\n"
                + "                   .dilation_y = %d, .dilation_x = %d,"
                + " .pad_top = %d, .pad_left = %d}",
            height,
            width,
            window.strideH(),
            window.strideW(),
            window.dilationH(),
            window.dilationW(),
            window.padTop(),
            window.padLeft()));
    return fields;
  }

  private static String image(String name, Value value) {
    Shape shape = value.shape();
    return String.format(
        Locale.ROOT,
        ".%s = {.height = %d, .width = %d, .channels = %d}",
        name,
        shape.dim(1),
        shape.dim(2),
        shape.dim(3));
  }
}
