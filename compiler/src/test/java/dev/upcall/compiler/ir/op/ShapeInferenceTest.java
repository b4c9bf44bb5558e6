package dev.upcall.compiler.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output shapes of operators that move, resize and repeat, and what they refuse. */
class ShapeInferenceTest {
  private static final SourceRef SOURCE = new SourceRef("m.onnx", 0, "n", "T");
  private static final Value OUT = value();

  @Test
  void concatAddsUpOneAxis() {
    assertShape("[2,8,4]", new Concat(List.of(value(2, 3, 4), value(2, 5, 4)), 1, OUT, SOURCE));
    assertRefused(
        "[2,5,3] beside [2,3,4] along axis 1",
        new Concat(List.of(value(2, 3, 4), value(2, 5, 3)), 1, OUT, SOURCE));
    assertRefused("axis 3 of [2,3,4]", new Concat(List.of(value(2, 3, 4)), 3, OUT, SOURCE));
    assertRefused("nothing", new Concat(List.of(), 0, OUT, SOURCE));
  }

  @Test
  void sliceStaysInside() {
    assertShape("[2,3]", slice(List.of(0, 5), List.of(1, -2), List.of(2, 3)));
    assertShape("[2,0]", slice(List.of(0, 6), List.of(1, 1), List.of(2, 0)));
    assertRefused(
        "axis 1 of [2,6] from 5 in 4 steps of -2",
        slice(List.of(0, 5), List.of(1, -2), List.of(2, 4)));
    assertRefused("axis 1", slice(List.of(0, 3), List.of(1, 1), List.of(2, 4)));
    assertRefused("axis 1", slice(List.of(0, 0), List.of(1, 0), List.of(2, 4)));
    assertRefused("axis 1", slice(List.of(0, 0), List.of(1, 1), List.of(2, -1)));
    assertRefused(
        "axis 0",
        slice(List.of(0, 0), List.of(Integer.MAX_VALUE, 1), List.of(Integer.MAX_VALUE, 6)));
    assertRefused("starts [0]", slice(List.of(0), List.of(1), List.of(2)));
  }

  @Test
  void gatherPutsTheIndicesAxesInPlaceOfItsOwn() {
    assertShape("[2,5,7,4]", new Gather(value(2, 3, 4), value(5, 7), 1, OUT, SOURCE));
    assertShape("[2,3]", new Gather(value(2, 3, 4), value(), 2, OUT, SOURCE));
    assertRefused("axis 3", new Gather(value(2, 3, 4), value(5), 3, OUT, SOURCE));
    assertRefused("gather from [2,0]", new Gather(value(2, 0), value(5), 1, OUT, SOURCE));
  }

  @Test
  void resizeHasTheTapsSize() {
    ResizeTaps twice = new ResizeTaps(1, List.of(0, 0, 1, 1), List.of(1f, 1f, 1f, 1f));
    ResizeTaps mean = new ResizeTaps(2, List.of(0, 1), List.of(0.5f, 0.5f));
    assertShape("[1,4,1,5]", new Resize2D(value(1, 2, 2, 5), twice, mean, OUT, SOURCE));
    assertRefused("taps outside", new Resize2D(value(1, 1, 2, 5), twice, mean, OUT, SOURCE));
    assertThrows(IllegalArgumentException.class, () -> new ResizeTaps(2, List.of(0), List.of(1f)));
  }

  @Test
  void transposeConvolutionHasTheSizeItSays() {
    assertShape("[1,5,7,3]", transposeConv(value(3, 3, 3, 2), 5, 7));
    assertRefused("weights [3,3,3,4]", transposeConv(value(3, 3, 3, 4), 5, 7));
    assertRefused("output of 0 x 7", transposeConv(value(3, 3, 3, 2), 0, 7));
  }

  @Test
  void topKIsNoLongerThanTheAxis() {
    assertShape("[2,3]", new TopK(value(2, 3), 3, true, false, OUT, SOURCE));
    assertRefused("first 4", new TopK(value(2, 3), 4, true, false, OUT, SOURCE));
    assertRefused("first 0", new TopK(value(2, 3), 0, true, false, OUT, SOURCE));
    assertEquals(DType.INT32, new TopK(value(2, 3), 3, true, true, OUT, SOURCE).inferDType());
  }

  @Test
  void recurrentKeepsTimeAndBatch() {
    assertShape("[9,2,4]", lstm(value(16, 5), value(16, 4), value(12)));
    assertRefused("weights [12,5] (as [4*H,I])", lstm(value(12, 5), value(16, 4), value(12)));
    assertRefused("peepholes has shape [4]", lstm(value(16, 5), value(16, 4), value(4)));
  }

  private static Op slice(List<Integer> starts, List<Integer> steps, List<Integer> sizes) {
    return new Slice(value(2, 6), starts, steps, sizes, OUT, SOURCE);
  }

  private static Op transposeConv(Value weights, int height, int width) {
    return new TransposeConv2D(
        value(1, 3, 3, 2),
        weights,
        value(3),
        Window.unit(),
        height,
        width,
        1,
        Activation.NONE,
        OUT,
        SOURCE);
  }

  private static Op lstm(Value weights, Value recurrence, Value peephole) {
    return new Recurrent(
        Recurrent.Cell.LSTM,
        value(9, 2, 5),
        weights,
        recurrence,
        value(16),
        value(16),
        value(2, 4),
        value(2, 4),
        peephole,
        false,
        Recurrent.Result.HIDDEN,
        0,
        OUT,
        SOURCE);
  }

  private static Value value(int... dims) {
    return new Value(0, "v", TensorType.of(DType.FLOAT32, Shape.of(dims)));
  }

  private static void assertShape(String expected, Op op) {
    assertEquals(expected, op.inferShape().toString());
  }

  private static void assertRefused(String part, Op op) {
    String message = assertThrows(ShapeException.class, op::inferShape).getMessage();
    assertTrue(message.contains(part), message);
  }
}
