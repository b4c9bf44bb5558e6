package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.RandomOperators;
import dev.upcall.compiler.tool.BareRun.Places;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operators give on an AVR what the reference gives. There is no room there for recorded
 * cases, so each operator is a network of one image.
 */
class OperatorsOnAvrTest {
  private static final String BOARD = "atmega2560";

  /** Of each operator, all with kernels for AVR: the constants of others lie in RAM. */
  private static final int CASES = 3;

  private static final int INPUTS = 3;

  private static final List<RandomOperators> OPERATORS =
      List.of(
          RandomOperators.CONV_2D,
          RandomOperators.DEPTHWISE_CONV_2D,
          RandomOperators.DEPTHWISE_CONV_2D_3X3,
          RandomOperators.FULLY_CONNECTED);

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();
  private final Compiler compiler = new Compiler(catalogue);

  @AfterEach
  void endProcesses() {
    runner.close();
  }

  @Test
  void equalTheReference() {
    Board board = catalogue.load(BOARD);
    String emulator = board.emulator().orElseThrow().program();
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler(), emulator)) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    List<Ladder.Member<QuantGraph>> members = members();
    Ladder<MemoryPlan> plans = compiler.plan(ladder(board, members));
    Image image =
        new Toolchain(runner, catalogue).build(compiler.emitBare(plans, BareForm.PLAIN).folder());
    Random random = new Random(4);
    for (int i = 0; i < members.size(); i++) {
      QuantGraph model = members.get(i).model();
      MemoryPlan plan = plans.members().get(i).model();
      check(image, i, members.get(i).name(), model, plan, random);
    }
  }

  private void check(
      Image image, int index, String name, QuantGraph model, MemoryPlan plan, Random random) {
    Graph graph = plan.program().model().graph();
    Value input = graph.inputs().get(0);
    Value output = graph.outputs().get(0);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      inputs.add(new byte[input.type().bytes()]);
      random.nextBytes(inputs.get(i));
    }
    Places places =
        new Places(index, plan.offset(input), plan.offset(output), output.type().bytes());
    List<byte[]> outputs =
        new BareRunner(runner)
            .run(image, places, inputs, List.of("upcall_stage_" + name + "_run"))
            .outputs();
    for (int i = 0; i < INPUTS; i++) {
      assertArrayEquals(
          new Interpreter().run(model, inputs.get(i)), outputs.get(i), name + ", input " + i);
    }
  }

  private static List<Ladder.Member<QuantGraph>> members() {
    List<Ladder.Member<QuantGraph>> members = new ArrayList<>();
    for (RandomOperators operator : OPERATORS) {
      Random random = new Random(operator.ordinal());
      for (int i = 0; i < CASES; i++) {
        String name = operator.name().toLowerCase(Locale.ROOT) + "_" + i;
        ModelSource source = new ModelSource(name, "00".repeat(32));
        members.add(new Ladder.Member<>(name, source, draw(operator, random)));
      }
    }
    return members;
  }

  /** The next of the random graphs for which there is a kernel for AVR. */
  private static QuantGraph draw(RandomOperators operator, Random random) {
    QuantGraph graph;
    do {
      graph = operator.graph(random);
    } while (KernelSelector.bytes().select(graph).steps().stream()
        .noneMatch(step -> step.function().orElse("").startsWith("upcall_bytes")));
    return graph;
  }

  /** A stage for each. */
  private static Ladder<QuantGraph> ladder(Board board, List<Ladder.Member<QuantGraph>> members) {
    CompileRequest request = CompileRequest.of(Path.of("operators"), BOARD, folder);
    List<Ladder.Stage> stages =
        members.stream()
            .map(member -> List.of(new Ladder.Part(member.name(), 0)))
            .map(parts -> new Ladder.Stage(parts, List.of(), Optional.empty()))
            .toList();
    return new Ladder<>(
        request, "operators", board, Optional.empty(), Optional.empty(), members, stages);
  }
}
