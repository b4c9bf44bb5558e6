package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.RandomNetwork;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Importer, passes and float interpreter together against ONNX Runtime. */
class RandomNetworkTest {
  @Property(tries = 150, seed = "20")
  void computesTheSameWithoutTranspositions(@ForAll long seed) {
    Graph graph = Oracle.check(RandomNetwork.of(seed));
    assertTrue(
        graph.ops().stream()
            .noneMatch(op -> op instanceof Transpose || op instanceof BatchNormalization),
        () -> GraphPrinter.print(graph));
  }
}
