package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.kernel.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project becomes under {@code --optimize}. */
class ObjectiveTest {
  private static final Path DIGITS = Path.of("../examples/digits");

  @TempDir Path folder;

  @Test
  void takesPortableKernelsAndSmallCodeForSize() throws IOException {
    Path project = compile(Objective.SIZE);
    assertTrue(Files.exists(project.resolve("model/upcall_conv2d.c")));
    assertFalse(Files.exists(project.resolve("model/upcall_products_dsp.S")));
    assertTrue(text(project, "CMakeLists.txt").contains("\n  -Os "));
    assertTrue(text(project, "model-report.json").contains("--optimize size"));
  }

  @Test
  void isBalancedUnlessAskedOtherwise() throws IOException {
    Path project = compile(Objective.BALANCED);
    assertTrue(Files.exists(project.resolve("model/upcall_products_dsp.S")));
    assertTrue(text(project, "CMakeLists.txt").contains("\n  -O2 "));
    assertFalse(text(project, "model-report.json").contains("--optimize"));
  }

  @Test
  void keepsEverythingElseThatWasAskedFor() {
    CompileRequest request =
        CompileRequest.of(DIGITS, "posix", folder).withConstantChannels().with(Objective.SPEED);
    assertEquals(Objective.SPEED, request.with(Precision.FLOAT32).objective());
    assertTrue(request.withCalibration(folder).keepConstantChannels());
  }

  private Path compile(Objective objective) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request =
        CompileRequest.of(DIGITS, "mps2-an386", folder.resolve(objective.word())).with(objective);
    return compiler.emitBare(compiler.plan(compiler.executable(request)), BareForm.PLAIN).folder();
  }

  private static String text(Path project, String file) throws IOException {
    return Files.readString(project.resolve(file));
  }
}
