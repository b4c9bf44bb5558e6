package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.TypeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that can be imported and interpreted, but that no device can run. */
class StageCheckTest {
  @TempDir Path folder;

  @Test
  void noInput() throws IOException {
    assertEquals(
        "no input",
        refused(new OnnxModel().randomWeights("w", 1, 2).node("Relu", "w", "y").output("y")));
  }

  @Test
  void outputOfConstantsAlone() throws IOException {
    assertEquals(
        "\"w\" of constants alone",
        refused(
            new OnnxModel()
                .input("x", 1, 2)
                .randomWeights("w", 1, 2)
                .node("Relu", "w", "y")
                .output("y")));
  }

  @Test
  void outputOfIntegers() throws IOException {
    OnnxModel model = new OnnxModel().input("x", 1, 2).node("ArgMax", "x", "y").output("y");
    model.graph().getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(7);
    assertEquals("\"y\" of i64 elements", refused(model));
  }

  @Test
  void tensorWithoutElements() throws IOException {
    OnnxModel model = new OnnxModel().input("x", 1, 2).node("ReduceSum", "x", "y").output("y");
    TypeProto.Builder type = model.graph().getInputBuilder(0).getTypeBuilder();
    type.getTensorTypeBuilder().getShapeBuilder().getDimBuilder(1).setDimValue(0);
    assertEquals("\"x\" of shape [1,0]", refused(model));
  }

  private String refused(OnnxModel model) throws IOException {
    Path file = folder.resolve("m.onnx");
    Files.write(file, model.bytes());
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request = CompileRequest.of(file, "posix", folder.resolve("out"));
    UpcallException e =
        assertThrows(UpcallException.class, () -> compiler.legalise(compiler.load(request)));
    Diagnostic diagnostic = e.diagnostics().get(e.diagnostics().size() - 1);
    assertEquals("UP2319", diagnostic.code().id());
    return diagnostic.found();
  }
}
