package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void refusesProjects() {
    assertEquals(List.of("UP2342"), codes(request(PROJECT, "posix")));
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
