package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.kernel.FloatKernelLibrary;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.FloatOperator;
import dev.upcall.compiler.testing.FloatOperators;
import dev.upcall.core.decision.PolicyMath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
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

  private static final int VALUES = 20_000;
  private static final double RELATIVE = 1e-5;
  private static final double ABSOLUTE = 1e-6;

  /** Sums of some hundred products of numbers up to 2, rounded once instead of twice each. */
  private static final float FUSED = 1e-4f;

  @TempDir Path folder;

  @Test
  void everyFloatKernelHasItsTwinInC() {
    Set<Class<?>> operators =
        Stream.of(Op.class.getPermittedSubclasses()).collect(Collectors.toSet());
    assertEquals(operators, Set.copyOf(new FloatKernelLibrary().operators()));
    assertEquals(operators, Set.copyOf(new FloatLayers().operators()));
  }

  @Test
  void everyOperatorHasCases() {
    Set<Class<?>> drawn = new HashSet<>();
    for (FloatOperator operator : FloatOperators.all()) {
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
    for (FloatOperator operator : FloatOperators.all()) {
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
      boolean exact = FloatOperators.all().get(i / CASES).isExact();
      compare(graphs.get(i), inputs.get(i), outputs.get(i), exact);
    }
  }

  /** Where a machine multiplies and adds in one instruction, as boards do: products so compiled. */
  @Test
  void fusedProductsEqualJavaToRounding() throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    assumeTrue(hasFma(), "a processor without FMA, or unknown");
    Random random = new Random(4);
    FloatProgram program = new FloatProgram(Files.createDirectory(folder.resolve("fused")));
    List<Graph> graphs = new ArrayList<>();
    List<List<Tensor>> inputs = new ArrayList<>();
    for (FloatOperator operator : FloatOperators.all()) {
      for (int i = 0; i < CASES; i++) {
        Graph graph = operator.graph(random);
        if (graph.ops().stream().anyMatch(Linear.class::isInstance)) {
          program.add(graph);
          graphs.add(graph);
          inputs.add(graph.inputs().stream().map(input -> draw(input, random)).toList());
        }
      }
    }
    assertFalse(graphs.isEmpty());
    program.compile(gcc, "-O2", "-ffp-contract=off", "-mfma");
    List<List<Tensor>> outputs = program.runTensors(inputs);
    for (int i = 0; i < graphs.size(); i++) {
      List<Tensor> expected =
          new FloatInterpreter(graphs.get(i)).runTensors(inputs.get(i), (value, tensor) -> {});
      for (int output = 0; output < expected.size(); output++) {
        assertArrayEquals(
            expected.get(output).floats(), outputs.get(i).get(output).floats(), FUSED);
      }
    }
  }

  private static boolean hasFma() throws IOException {
    Path cpu = Path.of("/proc/cpuinfo");
    return Files.isReadable(cpu) && Files.readString(cpu).matches("(?s).*\\bfma\\b.*");
  }

  /** Policies and networks compute exp, log and square roots alike: the same bits. */
  @Test
  void functionsAreThoseOfPolicies() throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    Map<UnaryKind, UnaryOperator<Float>> functions = new EnumMap<>(UnaryKind.class);
    functions.put(UnaryKind.EXP, PolicyMath::exp);
    functions.put(UnaryKind.LOG, PolicyMath::log);
    functions.put(UnaryKind.SQRT, PolicyMath::sqrt);
    functions.put(UnaryKind.FLOOR, PolicyMath::floor);
    FloatProgram program = new FloatProgram(folder);
    functions.keySet().forEach(kind -> program.add(FloatOperators.unary(kind, VALUES)));
    program.compile(gcc, "-O2", "-ffp-contract=off");
    Random random = new Random(3);
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] =
          i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : 200 * random.nextFloat() - 100;
    }
    List<List<Tensor>> outputs =
        program.runTensors(Collections.nCopies(functions.size(), List.of(Tensor.of(values))));
    int next = 0;
    for (Map.Entry<UnaryKind, UnaryOperator<Float>> function : functions.entrySet()) {
      float[] actual = outputs.get(next++).get(0).floats();
      for (int i = 0; i < VALUES; i++) {
        float value = values[i];
        assertEquals(
            function.getValue().apply(value), actual[i], () -> function.getKey() + " of " + value);
      }
    }
  }

  /** A ring of frames: each run sees the two before, the first run the initial ones. */
  @Test
  void keepsStatesFromRunToRun() throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    Graph graph = FloatOperators.frames();
    FloatProgram program = new FloatProgram(folder);
    program.add(graph, 4);
    program.compile(gcc, "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    FloatInterpreter java = new FloatInterpreter(graph);
    List<List<Tensor>> inputs = new ArrayList<>();
    List<Tensor> expected = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      inputs.add(List.of(Tensor.of(run + 1f, run - 1f)));
      expected.addAll(java.runTensors(inputs.get(run), (value, tensor) -> {}));
    }
    List<List<Tensor>> outputs = program.runTensors(inputs);
    for (int run = 0; run < 4; run++) {
      assertArrayEquals(expected.get(run).floats(), outputs.get(run).get(0).floats());
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
