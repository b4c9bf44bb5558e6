package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.Attr;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operands and attributes that ask for too much, or for what is not there, are refused by name. */
class HostileOperandsTest {
  private static final long HUGE = 1L << 40;

  @Test
  void theSampleItself() {
    Oracle.check(SampleModels.movement());
  }

  @ParameterizedTest
  @ValueSource(longs = {4, -5, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE})
  void indexOutOfRange(long index) {
    refused(image().integers("i", 0, index).node("Gather", "x i", "y"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 24, HUGE, Long.MAX_VALUE})
  void sizes(long size) {
    refused(image().integers("s", 1, 4, size, size).node("Tile", "x s", "y"));
    refused(image().integers("s", 1, 4, 6, size).node("Expand", "x s", "y"));
    refused(image().integers("s", 1, 4, size, size).node("Resize", "x   s", "y"));
    refused(
        image()
            .integers("s", 1, 4, size, size)
            .node("Resize", "x   s", "y", text("mode", "cubic")));
    refused(image().integers("k", size).node("TopK", "x k", "y"));
    refused(
        image()
            .integers("s", size, size)
            .node("ConstantOfShape", "s", "c")
            .node("Add", "x c", "y"));
    refused(image().integers("p", 0, 0, 0, size, 0, 0, size, -7).node("Pad", "x p", "y"));
    refused(
        image()
            .integers("p", 0, 0, 0, size, 0, 0, size, -7)
            .node("Pad", "x p", "y", text("mode", "wrap")));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, 1e-30f, 1e30f, Float.MAX_VALUE})
  void scales(float scale) {
    for (String mode : List.of("nearest", "linear", "cubic")) {
      refused(
          image()
              .weights("s", List.of(4), 1, 1, 1, scale)
              .node("Resize", "x  s", "y", text("mode", mode)));
    }
    OnnxModel old = new OnnxModel(9).input("x", 1, 4, 6, 5);
    refused(old.weights("s", List.of(4), 1, 1, scale, 1).node("Upsample", "x s", "y"));
    refused(image().weights("s", List.of(3), 1, 1, 2).node("Resize", "x  s", "y"));
    refused(
        image()
            .weights("s", List.of(4), 1, 2, 1, 1)
            .node("Resize", "x  s", "y", text("mode", "linear")));
  }

  @Test
  void antialiasingOfEverything() {
    refused(
        new OnnxModel(18)
            .input("x", 1, 1, 1, 1 << 20)
            .integers("s", 1, 1, 1, 3)
            .node("Resize", "x   s", "y", text("mode", "cubic"), Attr.integer("antialias", 1)));
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "-1, 5", "4, 1"})
  void partsThatDoNotAddUp(long first, long second) {
    OnnxModel model = image().integers("s", first, second).node("Split", "x s", "y", axis(1));
    model.graph().getNodeBuilder(0).addOutput("z");
    refused(model);
  }

  @Test
  void slices() {
    refused(slice(new long[] {0}, new long[] {1}, new long[] {4}, new long[] {1}));
    refused(slice(new long[] {0}, new long[] {1}, new long[] {-5}, new long[] {1}));
    refused(slice(new long[] {0}, new long[] {1}, new long[] {2}, new long[] {0}));
    refused(slice(new long[] {0, 0}, new long[] {1, 1}, new long[] {2, -2}, new long[] {1, 1}));
    refused(slice(new long[] {0, 0}, new long[] {1}, new long[] {2, 3}, new long[] {1, 1}));
    refused(slice(new long[] {0}, new long[] {1}, new long[] {HUGE}, new long[] {1}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1 << 20})
  void attributes(int value) {
    refused(image().node("DepthToSpace", "x", "y", Attr.integer("blocksize", value)));
    refused(image().node("SpaceToDepth", "x", "y", Attr.integer("blocksize", value)));
    refused(image().node("LpPool", "x", "y", kernel(value), Attr.integer("p", 2)));
    refused(image().node("MaxPool", "x", "y", kernel(2), Attr.ints("dilations", value, 1)));
    refused(image().node("Concat", "x x", "y", axis(value == 0 ? 9 : value * 9L)));
    refused(deconvolution(Attr.ints("strides", value, value), Attr.ints("pads", 0, 0, 1 << 20, 0)));
    refused(deconvolution(Attr.ints("output_shape", value, value)));
    refused(deconvolution(Attr.ints("pads", 1 << 20, value, 0, 0)));
    refused(deconvolution(Attr.integer("group", value == 0 ? 3 : value)));
    refused(
        new OnnxModel()
            .input("x", 3, 1, 2)
            .randomWeights("w", 1, 4, 2)
            .randomWeights("r", 1, 4, 1)
            .node("LSTM", "x w r", "y", Attr.integer("hidden_size", value)));
  }

  @Test
  void windowsInThePaddingAlone() {
    refused(image().node("AveragePool", "x", "y", kernel(2), Attr.ints("pads", 0, 0, 2, 0)));
    refused(
        image()
            .node(
                "MaxPool",
                "x",
                "y",
                kernel(2),
                Attr.ints("dilations", 20, 1),
                Attr.ints("pads", 14, 0, 14, 0)));
  }

  @Test
  void paddingAsWideAsNumbersGo() {
    refused(
        image()
            .randomWeights("w", 1, 4, 40, 1)
            .node(
                "Conv",
                "x w",
                "y",
                text("auto_pad", "SAME_UPPER"),
                Attr.ints("dilations", 1 << 20, 1)));
    refused(
        new OnnxModel()
            .input("x", 1, 1, 40, 1, 1)
            .randomWeights("w", 1, 1, 40, 1, 1)
            .node("Conv", "x w", "y"));
  }

  @Test
  void ranges() {
    for (float delta : new float[] {0, 1e-30f}) {
      refused(
          image()
              .weights("a", List.of(), 0)
              .weights("b", List.of(), 10)
              .weights("d", List.of(), delta)
              .node("Range", "a b d", "r")
              .node("Add", "x r", "y"));
    }
  }

  /** Many nodes that each ask for little more than what is accepted. */
  @Test
  void muchInAll() {
    OnnxModel model = new OnnxModel().input("x", 1, 1, 1, 1).integers("s", 1 << 20);
    for (int i = 0; i < 20; i++) {
      model.node("ConstantOfShape", "s", "c" + i);
    }
    refused(model.node("Relu", "x", "y"));
    OnnxModel tiles = new OnnxModel().input("x0", 1 << 20).integers("t", 2).integers("h", 1 << 20);
    tiles.integers("zero", 0).integers("axis", 0);
    for (int i = 0; i < 10; i++) {
      tiles.node("Tile", "x" + i + " t", "t" + i).node("Slice", "t" + i + " zero h", "x" + (i + 1));
    }
    refused(tiles.node("Relu", "x10", "y"));
  }

  private static OnnxModel image() {
    return new OnnxModel(18).input("x", 1, 4, 6, 5);
  }

  private static OnnxModel deconvolution(AttributeProto... attributes) {
    return image().randomWeights("w", 4, 2, 3, 3).node("ConvTranspose", "x w", "y", attributes);
  }

  private static OnnxModel slice(long[] starts, long[] ends, long[] axes, long[] steps) {
    return image()
        .integers("s", starts)
        .integers("e", ends)
        .integers("a", axes)
        .integers("t", steps)
        .node("Slice", "x s e a t", "y");
  }

  private static AttributeProto kernel(int size) {
    return Attr.ints("kernel_shape", size, size);
  }

  private static AttributeProto text(String name, String value) {
    return Attr.text(name, value);
  }

  private static AttributeProto axis(long axis) {
    return Attr.integer("axis", axis);
  }

  private static void refused(OnnxModel model) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> Passes.standard().run(model.output("y").read()));
    List<Diagnostic> all = new ArrayList<>(e.diagnostics());
    for (Diagnostic d : all) {
      assertTrue(
          d.code().id().startsWith("UP20") && !d.at().isEmpty() && !d.found().isEmpty(),
          d.toString());
    }
  }
}
