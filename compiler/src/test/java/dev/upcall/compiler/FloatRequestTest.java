package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What --precision float32 takes, and what it refuses. */
class FloatRequestTest {
  private static final Path PROJECT = Path.of("../examples/digits");

  @TempDir Path folder;
  private final Compiler compiler = new Compiler(new BoardCatalogue());

  @Test
  void keepsSeveralInputsAndOutputs() throws IOException {
    Path project = compiler.compile(request(twoEnds(), "posix")).folder();
    String header = Files.readString(project.resolve("model/upcall_stage_ends.h"));
    assertTrue(header.contains("float *upcall_stage_ends_input_1(void);"), header);
    assertTrue(header.contains("const float *upcall_stage_ends_output_0(void);"), header);
    String config = Files.readString(project.resolve("model/upcall_config.h"));
    assertTrue(config.contains("#define UPCALL_INPUT_BYTES 24\n"), config);
  }

  @Test
  void refusesBoardsWithoutFpu() throws IOException {
    assertEquals(List.of("UP2341"), codes(request(twoEnds(), "microbit")));
  }

  @Test
  void emulatesFloatsWhereThatIsWanted() throws IOException {
    CompileRequest request = request(twoEnds(), "microbit").with(Precision.SOFT_FLOAT32);
    Path project = compiler.compile(request).folder();
    String header = Files.readString(project.resolve("model/upcall_stage_ends.h"));
    assertTrue(header.contains("--precision float32 --soft-float"), header);
  }

  /** Wire and policies have int8; so does what is between network and policy. */
  @Test
  void putsInt8AroundMembersOfProjects() throws IOException {
    CompileRequest request = request(PROJECT, "posix");
    ExecutableGraph model = compiler.executable(request).members().get(0).model();
    QuantGraph integers = compiler.int8(request.with(Precision.INT8)).members().get(0).model();
    TensorType logits = model.graph().outputs().get(0).type();
    assertTrue(model instanceof FloatGraph);
    assertEquals(integers.graph().inputs().get(0).type(), model.graph().inputs().get(0).type());
    assertEquals(DType.INT8, logits.dtype());
    Path project = compiler.compile(request).folder();
    String ladder = Files.readString(project.resolve("model/upcall_ladder.c"));
    assertTrue(ladder.contains(String.valueOf(logits.qparams().scale())), ladder);
    byte[] inputs = Files.readAllBytes(project.resolve("vectors/inputs.bin"));
    byte[] outputs = Files.readAllBytes(project.resolve("vectors/outputs.bin"));
    int classes = logits.shape().size();
    assertEquals(
        inputs.length / model.graph().inputs().get(0).type().bytes(), outputs.length / classes);
    FloatInterpreter floats = new FloatInterpreter(compiler.floats(request, 0).orElseThrow());
    Preprocessor preprocessor = new Preprocessor(ProjectLoader.load(PROJECT).manifest().input());
    int size = inputs.length / (outputs.length / classes);
    for (int sample = 0; sample < outputs.length / classes; sample++) {
      byte[] input = Arrays.copyOfRange(inputs, sample * size, (sample + 1) * size);
      float[] expected = floats.run(preprocessor.dequantize(input));
      for (int i = 0; i < classes; i++) {
        float actual = logits.qparams().dequantize(outputs[sample * classes + i]);
        assertEquals(expected[i], actual, 0.501 * logits.qparams().scale());
      }
    }
  }

  @Test
  void refusesSamplesForRanges() throws IOException {
    CompileRequest request =
        new CompileRequest(
                twoEnds(),
                0,
                "posix",
                folder.resolve("out"),
                Optional.of(folder.resolve("samples.f32")),
                QuantOptions.STANDARD,
                Optional.empty())
            .with(Precision.FLOAT32);
    assertEquals(List.of("UP2314"), codes(request));
  }

  @Test
  void refusesToQuantizeWhatIsToStay() throws IOException {
    CompileRequest request = request(twoEnds(), "posix");
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.int8(request));
    assertEquals("UP2343", e.diagnostics().get(0).code().id());
  }

  private List<String> codes(CompileRequest request) {
    UpcallException e = assertThrows(UpcallException.class, () -> compiler.compile(request));
    assertFalse(Files.exists(folder.resolve("out")));
    return e.diagnostics().stream().map(diagnostic -> diagnostic.code().id()).toList();
  }

  private CompileRequest request(Path model, String board) {
    return CompileRequest.of(model, board, folder.resolve("out")).with(Precision.FLOAT32);
  }

  /** relu(a + b) and relu(a). */
  private Path twoEnds() throws IOException {
    OnnxModel model =
        new OnnxModel(13)
            .input("a", 1, 3)
            .input("b", 1, 3)
            .node("Add", "a b", "sum")
            .node("Relu", "sum", "y")
            .node("Relu", "a", "z")
            .output("y", 1, 3)
            .output("z", 1, 3);
    return Files.write(folder.resolve("ends.onnx"), model.bytes());
  }
}
