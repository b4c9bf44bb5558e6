package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resize in its modes and versions, Upsample, ConvTranspose. */
class ResizeOpsTest {
  @ParameterizedTest
  @CsvSource({
    "linear, half_pixel, 7, 3",
    "linear, pytorch_half_pixel, 1, 9",
    "linear, align_corners, 7, 9",
    "linear, asymmetric, 8, 10",
    "cubic, half_pixel, 7, 3",
    "cubic, align_corners, 3, 9",
    "nearest, half_pixel, 7, 3",
    "nearest, asymmetric, 8, 10",
    "nearest, align_corners, 7, 9"
  })
  void sizes(String mode, String coordinates, int height, int width) {
    OnnxModel model =
        new OnnxModel(13)
            .input("x", 1, 2, 4, 5)
            .integers("sizes", 1, 2, height, width)
            .node(
                "Resize",
                "x   sizes",
                "y",
                Attr.text("mode", mode),
                Attr.text("coordinate_transformation_mode", coordinates))
            .output("y");
    assertEquals(
        "[1,2," + height + "," + width + "]",
        Oracle.check(model).outputs().get(0).shape().toString());
  }

  @Test
  void interpolationBetweenConvolutionsNeedsNoTranspositions() {
    OnnxModel model =
        new OnnxModel(18)
            .input("x", 1, 2, 4, 4)
            .weights("scales", List.of(4), 1, 1, 2, 2)
            .randomWeights("v", 3, 2, 1, 1)
            .randomWeights("w", 2, 3, 3, 3)
            .node("Conv", "x v", "a")
            .node("Resize", "a  scales", "b", Attr.text("mode", "linear"))
            .node("Resize", "b  scales", "c")
            .node("Conv", "c w", "d")
            .node("GlobalAveragePool", "d", "y")
            .output("y");
    assertEquals(
        "2 conv2d, 2 gather, 1 mean, 1 reshape, 1 resize2d",
        GraphPrinter.counts(Oracle.check(model)));
  }

  @Test
  void interpolationOfSequences() {
    Oracle.check(
        new OnnxModel(13)
            .input("x", 1, 2, 7)
            .weights("scales", List.of(3), 1, 1, 2.5f)
            .node("Resize", "x  scales", "y", Attr.text("mode", "linear"))
            .output("y"));
  }

  @Test
  void upsample() {
    Oracle.check(
        new OnnxModel(9)
            .input("x", 1, 2, 3, 3)
            .weights("scales", List.of(4), 1, 1, 2, 3)
            .node("Upsample", "x scales", "a")
            .node("Upsample", "a scales", "y", Attr.text("mode", "linear"))
            .output("y"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0, 1", "2, 1, 1, 1", "3, 2, 0, 2", "2, 3, 2, 1"})
  void transposedConvolution(int stride, int dilation, int pad, int groups) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4, 5, 3)
            .randomWeights("w", 4, 3, 3, 2)
            .randomWeights("b", 3 * groups)
            .node(
                "ConvTranspose",
                "x w b",
                "y",
                Attr.ints("strides", stride, stride),
                Attr.ints("dilations", dilation, dilation),
                Attr.ints("pads", pad, 0, 0, pad),
                Attr.ints("output_padding", stride - 1, 0),
                Attr.integer("group", groups))
            .output("y");
    Oracle.check(model);
  }

  @Test
  void transposedConvolutionOfSequences() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4, 6)
            .randomWeights("w", 4, 2, 4)
            .node(
                "ConvTranspose",
                "x w",
                "y",
                Attr.ints("strides", 2),
                Attr.text("auto_pad", "SAME_UPPER"))
            .output("y", 1, 2, 12);
    Oracle.check(model);
  }

  /** Sizes and scales of any kind, so that positions between two elements are met too. */
  @Test
  void anyScale() {
    Random random = new Random(21);
    String[] modes = {"nearest", "linear", "cubic"};
    String[] coordinates = {"half_pixel", "pytorch_half_pixel", "asymmetric"};
    String[] roundings = {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"};
    for (int i = 0; i < 300; i++) {
      String mode = modes[random.nextInt(modes.length)];
      int height = 1 + random.nextInt(9);
      int width = 1 + random.nextInt(9);
      OnnxModel model = new OnnxModel(13).input("x", 1, 1, height, width);
      String operands;
      if (random.nextBoolean()) {
        model.integers("t", 1, 1, 1 + random.nextInt(16), 1 + random.nextInt(16));
        operands = "x   t";
      } else {
        float down = scale(random, height);
        float across = scale(random, width);
        if ((int) (height * down) == height && (int) (width * across) == width) {
          continue; // ONNX Runtime copies then, whatever the scales say
        }
        model.weights("s", List.of(4), 1, 1, down, across);
        operands = "x  s";
      }
      model
          .node(
              "Resize",
              operands,
              "y",
              Attr.text("mode", mode),
              Attr.text(
                  "coordinate_transformation_mode",
                  coordinates[random.nextInt(coordinates.length)]),
              Attr.text("nearest_mode", roundings[random.nextInt(roundings.length)]))
          .output("y");
      try {
        Oracle.check(model);
      } catch (AssertionError e) {
        throw new AssertionError(i + ": " + model.proto().getGraph(), e);
      }
    }
  }

  /** A tenth or a third, as people write them, that leaves at least one element. */
  private static float scale(Random random, int size) {
    float scale =
        random.nextBoolean() ? (1 + random.nextInt(30)) / 10f : (1 + random.nextInt(9)) / 3f;
    return size * scale < 1 ? 1 : scale;
  }
}
