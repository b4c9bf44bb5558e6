package dev.upcall.cli.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ProcessRunner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C of the digits example, against its own reference and against one that was tampered with. */
class LayerSearchTest {
  @TempDir Path folder;
  private final Compiler compiler = new Compiler(new BoardCatalogue());

  @BeforeEach
  void needsTools() {
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String tool : List.of("cmake", "ninja", "gcc")) {
        assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
      }
    }
  }

  @Test
  void namesTheFirstLayerWhoseBytesDiffer() {
    Ladder<MemoryPlan> plans = compiler.plan(compiler.int8(request()));
    MemoryPlan plan = plans.members().get(0).model();
    byte[] input =
        Samples.madeUp(plan.program().model().graph().inputs().get(0).type(), 1).inputs().get(0);
    List<Op> computed =
        plan.program().steps().stream().filter(s -> !s.isView()).map(s -> s.op()).toList();
    try (Firmware firmware = new Firmware()) {
      Image image = firmware.build(compiler.emitBare(plans, BareForm.STOPPING).folder());
      for (int layer : new int[] {0, 2, computed.size() - 1}) {
        Op op = computed.get(layer);
        MemoryPlan tampered = tampered(plan, op);
        ValidationReport.Difference found =
            new LayerSearch(firmware, image).find(subject(plans, tampered), 7, input);
        assertEquals(layer, found.layer());
        assertEquals(op.mnemonic(), found.operator());
        assertEquals(op.source().toString(), found.source());
        assertEquals(7, found.sample());
        assertTrue(found.mismatchedBytes() > 0 && found.mismatchedBytes() <= found.bytes());
      }
    }
  }

  /** A network in the place of the ladder's only one. */
  private static Subject subject(Ladder<MemoryPlan> plans, MemoryPlan plan) {
    Ladder.Member<MemoryPlan> member = plans.members().get(0);
    Ladder.Member<MemoryPlan> other =
        new Ladder.Member<>(member.name(), member.source(), member.exits(), plan);
    return new Subject(
        new Ladder<>(
            plans.request(),
            plans.name(),
            plans.board(),
            plans.project(),
            plans.calibration(),
            List.of(other),
            plans.stages()),
        plans.exits().get(0));
  }

  @Test
  void aProjectAgreesAndIsComparedWithItsOriginal() {
    Console quiet =
        new Console(System.out, new PrintStream(PrintStream.nullOutputStream()), true, false);
    try (Firmware firmware = new Firmware()) {
      ValidationReport report =
          new Validator(firmware, quiet).validate(request(), Optional.empty(), 20);
      assertTrue(report.agrees());
      ValidationReport.Stage stage = report.stages().get(0);
      assertEquals(20, stage.samples());
      assertEquals(200, stage.comparedBytes());
      assertTrue(stage.accuracy().orElseThrow() > 0.8);
      assertTrue(stage.quantization().orElseThrow().sqnrDb() > 20);
      assertTrue(stage.worstLayer().orElseThrow().sqnr() > 10);
      assertTrue(stage.original().orElseThrow().maxAbsolute() < 1e-3, "ONNX Runtime");
      assertEquals(1, stage.original().orElseThrow().sameTop());
    }
  }

  @Test
  void membersInFloatsAreComparedLayerByLayer() {
    Console quiet =
        new Console(System.out, new PrintStream(PrintStream.nullOutputStream()), true, false);
    try (Firmware firmware = new Firmware()) {
      ValidationReport report =
          new Validator(firmware, quiet)
              .validate(request().with(Precision.FLOAT32), Optional.empty(), 20);
      assertTrue(report.agrees());
      ValidationReport.Stage stage = report.stages().get(0);
      assertTrue(stage.accuracy().orElseThrow() > 0.8);
      assertTrue(stage.floats().orElseThrow().cosine() > 0.999);
      assertTrue(stage.quantization().orElseThrow().sqnrDb() > 30, "int8 logits");
      assertTrue(stage.original().orElseThrow().maxAbsolute() < 1e-3, "ONNX Runtime");
    }
  }

  private CompileRequest request() {
    return CompileRequest.of(Home.path("examples/digits"), "posix", folder.resolve("out"));
  }

  /** A plan whose reference has another bias in one layer. */
  private static MemoryPlan tampered(MemoryPlan plan, Op op) {
    Graph graph = plan.program().model().graph();
    Value bias = bias(op);
    int[] values = graph.constant(bias).toInts();
    Arrays.setAll(values, i -> values[i] + 5000);
    Map<Integer, ConstantData> constants = new HashMap<>(graph.constants());
    constants.put(bias.id(), ConstantData.ofInts(values));
    Graph other = new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.ops(), constants);
    return new MemoryPlan(
        new KernelProgram(new QuantGraph(other), plan.program().steps()),
        plan.placements(),
        plan.peakBytes(),
        plan.lowerBoundBytes(),
        plan.optimal());
  }

  private static Value bias(Op op) {
    return op instanceof FullyConnected product ? product.bias() : ((Linear) op).bias();
  }
}
