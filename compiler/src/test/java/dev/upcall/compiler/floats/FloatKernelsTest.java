package dev.upcall.compiler.floats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FloatKernelsTest {
  @Test
  void everyOperatorHasAKernel() {
    Set<Class<?>> operators =
        Stream.of(Op.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(operators, Set.copyOf(new FloatKernels().operators()));
  }

  @Test
  void observerSeesInputAndEveryOutputInOrder() {
    List<String> seen = new ArrayList<>();
    List<float[]> outputs =
        new FloatInterpreter(relu())
            .runAll(List.of(new float[] {-1, 2}), (value, elements) -> seen.add(value.name()));
    assertEquals(List.of("x", "y"), seen);
    assertArrayEquals(new float[] {0, 2}, outputs.get(0));
  }

  @Test
  void inputOfWrongLength() {
    FloatInterpreter interpreter = new FloatInterpreter(relu());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> interpreter.run(new float[3]));
    assertEquals("3 elements for x [1,2]", e.getMessage());
  }

  @Test
  void clampKeepsNaN() {
    assertTrue(Float.isNaN(new FloatInterpreter(relu()).run(new float[] {Float.NaN, 0})[0]));
  }

  @Test
  void stateIsWhatTheRunBeforeLeft() {
    GraphBuilder builder = new GraphBuilder("g");
    TensorType pair = TensorType.of(DType.FLOAT32, Shape.of(1, 2));
    Value x = builder.input("x", pair);
    Value sum = builder.state("sum", pair);
    SourceRef source = new SourceRef("m.onnx", 0, "y", "Add");
    Value y = builder.add("y", out -> new Add(x, sum, Activation.NONE, out, source));
    builder.next(sum, y, ConstantData.ofFloats(new float[] {10, 20}));
    builder.output(y);
    Graph graph = builder.build();
    GraphVerifier.verify(graph, "test");
    assertTrue(GraphPrinter.print(graph).contains("  next %1 = %2\n"), GraphPrinter.print(graph));
    FloatInterpreter interpreter = new FloatInterpreter(graph);
    assertArrayEquals(new float[] {11, 22}, interpreter.run(new float[] {1, 2}));
    assertArrayEquals(new float[] {14, 26}, interpreter.run(new float[] {3, 4}));
    interpreter.reset();
    assertArrayEquals(new float[] {11, 22}, interpreter.run(new float[] {1, 2}));
  }

  private static Graph relu() {
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", TensorType.of(DType.FLOAT32, Shape.of(1, 2)));
    SourceRef source = new SourceRef("m.onnx", 0, "y", "Relu");
    builder.output(builder.add("y", out -> new Clamp(x, Activation.RELU, out, source)));
    return builder.build();
  }
}
