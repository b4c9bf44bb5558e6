package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.compiler.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Float models give what Java gives to within rounding, as a process here and on an emulated
 * Cortex-M4F, which multiplies and adds in one instruction.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FloatModelsOnBoardsTest {
  private static final double TOLERANCE = 1e-4;
  private static final BoardCatalogue CATALOGUE = new BoardCatalogue();

  @TempDir static Path folder;
  private final Firmware firmware = new Firmware();
  private final Compiler compiler = new Compiler(CATALOGUE);

  @AfterAll
  void endProcesses() {
    firmware.close();
  }

  @Test
  void digits() throws IOException {
    check(Path.of("../examples/digits/members/small.onnx"));
  }

  @Test
  void keywords() throws IOException {
    check(SharedFiles.require("models/mlperf-tiny/kws_ref_model_float32.tflite"));
  }

  private void check(Path model) throws IOException {
    requireTools();
    CompileRequest request =
        CompileRequest.of(model, "mps2-an386", folder.resolve("out")).with(Precision.FLOAT32);
    Graph graph = compiler.float32(request).members().get(0).model().graph();
    Value input = graph.inputs().get(0);
    Random random = new Random(1);
    float[] sample = new float[input.shape().size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = random.nextFloat();
    }
    byte[] bytes = ConstantData.ofFloats(sample).toBytes();
    byte[] board = run(request, bytes);
    byte[] host =
        run(CompileRequest.of(model, "posix", request.output()).with(Precision.FLOAT32), bytes);
    float[] expected = new FloatInterpreter(graph).run(sample);
    compare(expected, board);
    compare(expected, host);
  }

  /** A member between its int8 ends: a rounding may tip a logit over to the next step, no more. */
  @Test
  void membersOfProjects() throws IOException {
    requireTools();
    Path project = Path.of("../examples/digits");
    CompileRequest request =
        CompileRequest.of(project, "mps2-an386", folder.resolve("out")).with(Precision.FLOAT32);
    ExecutableGraph model = compiler.executable(request).members().get(0).model();
    Reference reference = Reference.of(model);
    byte[] sample = new byte[model.graph().inputs().get(0).type().bytes()];
    new Random(3).nextBytes(sample);
    byte[] expected = reference.run(sample);
    byte[] board = run(request, sample);
    byte[] host =
        run(
            CompileRequest.of(project, "posix", request.output()).with(request.precision()),
            sample);
    assertEquals(model.graph().outputs().get(0).shape().size(), board.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], board[i], 1);
      assertEquals(expected[i], host[i], 1);
    }
  }

  private static void compare(float[] expected, byte[] output) {
    float[] actual = Tensor.of(ConstantData.ofRaw(DType.FLOAT32, output)).floats();
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * Math.max(1, Math.abs(expected[i])));
    }
  }

  private byte[] run(CompileRequest request, byte[] input) throws IOException {
    var ladder = compiler.plan(compiler.executable(request));
    Path project = compiler.emitBare(ladder, BareForm.PLAIN).folder();
    MemoryPlan plan = ladder.members().get(0).model();
    Graph graph = plan.program().model().graph();
    BareRun.Places places =
        new BareRun.Places(
            0,
            plan.offset(graph.inputs().get(0)),
            plan.offset(graph.outputs().get(0)),
            graph.outputs().get(0).type().bytes());
    Image image = firmware.build(project);
    // Counting needs a function to count.
    List<String> counted = List.of(image.functions("upcall_stage_\\w+_run").get(0));
    return firmware.runBare(image, places, List.of(input), counted).outputs().get(0);
  }

  private static void requireTools() {
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String tool : List.of("cmake", "ninja", "arm-none-eabi-gcc", "qemu-system-arm")) {
        assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
      }
    }
  }
}
