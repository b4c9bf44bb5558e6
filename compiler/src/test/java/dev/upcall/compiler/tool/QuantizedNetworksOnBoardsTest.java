package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.Activations;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole networks that were quantised here, in bytes and other numbers: the image gives the
 * reference's output on a board and on this machine.
 */
@TestInstance(Lifecycle.PER_CLASS)
class QuantizedNetworksOnBoardsTest {
  private static final QParams INPUT = QParams.ofRange(-2, 2);
  private static final int INPUTS = 6;

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Compiler compiler = new Compiler(catalogue);

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @CsvSource({
    "int4, posix, residual",
    "int4, mps2-an386, residual",
    "int4, mps2-an386, flattening",
    "mixed, mps2-an386, residual",
    "int8, posix, skipping",
    "int16, posix, residual",
    "int16, mps2-an386, residual",
    "int16, mps2-an386, padded",
  })
  void imageGivesTheReferencesOutput(String numbers, String board, String network) {
    needsTools(board);
    Graph floats = Passes.standard().run(SampleModels.named(network).read());
    QuantGraph model = quantize(floats, numbers);
    requireNumbers(model.graph(), numbers);
    List<byte[]> inputs = inputs(model.graph());
    String name = numbers + "_" + network;
    Ladder<MemoryPlan> plans = compiler.plan(ladder(board, name, model));
    Image image =
        new Toolchain(runner, catalogue).build(compiler.emitBare(plans, BareForm.PLAIN).folder());
    MemoryPlan plan = plans.members().get(0).model();
    Graph graph = plan.program().model().graph();
    Places places =
        new Places(
            0,
            plan.offset(graph.inputs().get(0)),
            plan.offset(graph.outputs().get(0)),
            graph.outputs().get(0).type().bytes());
    List<byte[]> outputs =
        new BareRunner(runner)
            .run(image, places, inputs, List.of("upcall_stage_" + name + "_run"))
            .outputs();
    Interpreter reference = new Interpreter();
    for (int i = 0; i < INPUTS; i++) {
      assertArrayEquals(reference.run(model, inputs.get(i)), outputs.get(i), "input " + i);
    }
  }

  private static QuantGraph quantize(Graph floats, String numbers) {
    QuantOptions options = QuantOptions.STANDARD;
    if (numbers.equals("int4")) {
      options = options.withWeights(WeightBits.INT4);
    } else if (numbers.equals("mixed")) {
      options = options.withWeights(everyOther(floats));
    } else if (numbers.equals("int16")) {
      options = options.withActivations(Activations.INT16);
    }
    Graph form = QuantForm.of(floats, options);
    return Quantizer.quantize(form, INPUT, reals(form), options);
  }

  /** 4 bits for every other layer, depthwise ones too. */
  private static WeightBits everyOther(Graph floats) {
    Map<Integer, Integer> bits = new HashMap<>();
    int layer = 0;
    for (Op op : floats.ops()) {
      if (WeightBits.hasFourBits(op) && layer++ % 2 == 1) {
        bits.put(op.output().id(), 4);
      }
    }
    return new WeightBits(8, bits);
  }

  /** That the case is what its name says. */
  private static void requireNumbers(Graph graph, String numbers) {
    List<DType> weights = new ArrayList<>();
    for (Op op : graph.ops()) {
      if (op instanceof Linear linear && !(op instanceof DepthwiseConv2D)) {
        weights.add(linear.weights().type().dtype());
      }
    }
    boolean four = weights.contains(DType.INT4);
    boolean eight = weights.contains(DType.INT8);
    boolean wide = graph.ops().stream().anyMatch(op -> op.output().type().dtype() == DType.INT16);
    assertTrue(
        switch (numbers) {
          case "int8" -> !four && eight && !wide;
          case "int4" -> four && !eight && !wide;
          case "mixed" -> four && eight && !wide;
          default -> !four && wide;
        },
        numbers + ": " + weights);
  }

  private Ladder<QuantGraph> ladder(String board, String name, QuantGraph model) {
    CompileRequest request = CompileRequest.of(Path.of(name), board, folder.resolve(board));
    return Ladder.of(
        request,
        catalogue.load(board),
        new Ladder.Member<>(name, new ModelSource(name, "00".repeat(32)), model));
  }

  private void needsTools(String id) {
    Board board = catalogue.load(id);
    List<String> tools = new ArrayList<>(List.of("cmake", "ninja", board.toolchain().compiler()));
    board.emulator().ifPresent(emulator -> tools.add(emulator.program()));
    for (String tool : tools) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
  }

  private static List<byte[]> inputs(Graph graph) {
    Random random = new Random(11);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[graph.inputs().get(0).shape().size()];
      random.nextBytes(input);
      inputs.add(input);
    }
    return inputs;
  }

  private static List<float[]> reals(Graph graph) {
    List<float[]> reals = new ArrayList<>();
    for (byte[] input : inputs(graph)) {
      float[] real = new float[input.length];
      for (int i = 0; i < real.length; i++) {
        real[i] = INPUT.dequantize(input[i]);
      }
      reals.add(real);
    }
    return reals;
  }
}
