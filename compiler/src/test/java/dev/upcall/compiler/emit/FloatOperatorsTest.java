package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.kernel.FloatKernelLibrary;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.FloatOperators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The C of each operator of float graphs gives what Java's gives on random cases: the same bits
 * where both only add and multiply, in one order; else within {@link #RELATIVE}. In the memory the
 * planner gave them, under AddressSanitizer and UndefinedBehaviorSanitizer.
 */
class FloatOperatorsTest {
  /** Per operator; {@code -Dupcall.floatCases=500} for more. */
  private static final int CASES = Integer.getInteger("upcall.floatCases", 12);

  private static final double RELATIVE = 1e-5;
  private static final double ABSOLUTE = 1e-6;

  @TempDir Path folder;

  @Test
  void everyFloatKernelHasItsTwinInC() {
    Set<Class<?>> operators =
        Stream.of(Op.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(operators, Set.copyOf(new FloatKernelLibrary().operators()));
    operators.remove(Reshape.class);
    assertEquals(operators, Set.copyOf(new FloatLayers().operators()));
  }

  @Test
  void everyOperatorHasCases() {
    Set<Class<?>> drawn = new HashSet<>();
    for (FloatOperators operator : FloatOperators.values()) {
      operator.graph(new Random(1)).ops().forEach(op -> drawn.add(op.getClass()));
    }
    assertEquals(Set.copyOf(new FloatKernelLibrary().operators()), drawn);
  }

  @Test
  void equalsJava() throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    Random random = new Random(2);
    FloatProgram program = new FloatProgram(Files.createDirectory(folder.resolve("c")));
    List<Graph> graphs = new ArrayList<>();
    List<List<Tensor>> inputs = new ArrayList<>();
    for (FloatOperators operator : FloatOperators.values()) {
      for (int i = 0; i < CASES; i++) {
        Graph graph = operator.graph(random);
        program.add(graph);
        graphs.add(graph);
        inputs.add(graph.inputs().stream().map(input -> draw(input, random)).toList());
      }
    }
    program.compile(
        gcc,
        "-O1",
        "-ffp-contract=off",
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all");
    List<List<Tensor>> outputs = program.runTensors(inputs);
    for (int i = 0; i < graphs.size(); i++) {
      boolean exact = FloatOperators.values()[i / CASES].isExact();
      compare(graphs.get(i), inputs.get(i), outputs.get(i), exact);
    }
  }

  private static void compare(
      Graph graph, List<Tensor> inputs, List<Tensor> outputs, boolean exact) {
    List<Tensor> expected = new FloatInterpreter(graph).runTensors(inputs, (value, tensor) -> {});
    for (int output = 0; output < expected.size(); output++) {
      Tensor want = expected.get(output);
      Tensor have = outputs.get(output);
      if (want.dtype().isInteger()) {
        assertArrayEquals(want.integers(), have.integers(), () -> GraphPrinter.print(graph));
        continue;
      }
      for (int i = 0; i < want.size(); i++) {
        int index = i;
        assertTrue(
            isClose(want.floats()[i], have.floats()[i], exact),
            () ->
                GraphPrinter.print(graph)
                    + "element %d: %s, not %s"
                        .formatted(index, want.floats()[index], have.floats()[index]));
      }
    }
  }

  private static boolean isClose(float want, float have, boolean exact) {
    return want == have
        || Float.isNaN(want) && Float.isNaN(have)
        || !exact && Math.abs(want - have) <= ABSOLUTE + RELATIVE * Math.abs(want);
  }

  private static Tensor draw(Value input, Random random) {
    DType dtype = input.type().dtype();
    float[] floats = new float[input.shape().size()];
    long[] integers = new long[floats.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = 4 * random.nextFloat() - 2;
      integers[i] = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(9) - 4;
    }
    return dtype.isInteger() ? Tensor.of(dtype, integers) : Tensor.of(floats);
  }
}
