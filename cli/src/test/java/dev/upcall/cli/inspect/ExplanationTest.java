package dev.upcall.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.inspect.Explanation.Layer;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why the digits example's layers are computed as they are. */
class ExplanationTest {
  private static final Path DIGITS = Path.of("../examples/digits");

  @Test
  void namesBlocksRoundingAndWhatIsPredicted() {
    Layer first = layers("mps2-an386").get(0);
    assertEquals("upcall_products_conv2d", first.kernel());
    assertEquals("3 pixels x 2 channels", first.blocking());
    assertTrue(first.requantization().contains("thresholds of"), first.requantization());
    assertTrue(first.scratchBytes() > 0);
    assertTrue(first.instructions().orElseThrow() > first.macs() / 2.0);
    assertEquals(List.of(), first.refused());
  }

  @Test
  void saysWhyAnotherKernelDidNotTakeALayer() {
    Layer depthwise =
        layers("mps2-an386").stream()
            .filter(layer -> layer.kernel().equals("upcall_depthwise_conv2d"))
            .findFirst()
            .orElseThrow();
    assertTrue(depthwise.refused().get(0).contains("6 channels"), depthwise.refused().toString());
    assertEquals("exact, as the reference", depthwise.requantization());
  }

  @Test
  void leavesViewsOut() {
    assertFalse(layers("microbit").stream().anyMatch(layer -> layer.kernel().equals("view")));
  }

  private static List<Layer> layers(String board) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request = CompileRequest.of(DIGITS, board, Path.of("unused"));
    return Explanation.of(compiler.report(compiler.plan(compiler.executable(request)))).layers();
  }
}
