package dev.upcall.compiler.onnx;

import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolution and pooling over three axes, by operators over two; further kinds of pooling. */
class VolumeOpsTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 0, 1", "2, 1, 1, 2", "1, 2, 2, 4"})
  void convolution(int stride, int dilation, int pad, int groups) {
    Oracle.check(
        new OnnxModel()
            .input("x", 1, 4, 5, 6, 7)
            .randomWeights("w", 8, 4 / groups, 2, 3, 2)
            .randomWeights("b", 8)
            .node(
                "Conv",
                "x w b",
                "y",
                Attr.ints("strides", stride, 1, stride),
                Attr.ints("dilations", dilation, 1, dilation),
                Attr.ints("pads", pad, 1, 0, 0, pad, 1),
                Attr.integer("group", groups))
            .output("y"));
  }

  @ParameterizedTest
  @CsvSource({"MaxPool, 0", "AveragePool, 0", "AveragePool, 1"})
  void pooling(String type, int countPadding) {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 5, 6, 7)
            .node(
                type,
                "x",
                "y",
                Attr.ints("kernel_shape", 2, 3, 2),
                Attr.ints("strides", 2, 1, 2),
                Attr.ints("pads", 1, 1, 0, 0, 1, 1))
            .output("y");
    if (type.equals("AveragePool")) {
      model.graph().getNodeBuilder(0).addAttribute(Attr.integer("count_include_pad", countPadding));
    }
    Oracle.check(model);
  }

  @Test
  void dilatedPooling() {
    Oracle.check(
        new OnnxModel()
            .input("x", 1, 2, 9, 8)
            .node(
                "MaxPool",
                "x",
                "y",
                Attr.ints("kernel_shape", 3, 2),
                Attr.ints("dilations", 2, 3),
                Attr.integer("ceil_mode", 1),
                Attr.ints("strides", 2, 2))
            .output("y"));
  }

  @Test
  void globalMaximumAndNorms() {
    Oracle.check(
        new OnnxModel().input("x", 1, 2, 5, 4).node("GlobalMaxPool", "x", "y").output("y"));
    Oracle.check(new OnnxModel().input("x", 1, 2, 5).node("GlobalMaxPool", "x", "y").output("y"));
    for (int p = 1; p <= 3; p++) {
      Oracle.check(
          new OnnxModel()
              .input("x", 1, 2, 5, 4)
              .node(
                  "LpPool",
                  "x",
                  "y",
                  Attr.ints("kernel_shape", 2, 3),
                  Attr.ints("pads", 1, 0, 0, 1),
                  Attr.integer("p", p))
              .output("y"));
    }
  }
}
