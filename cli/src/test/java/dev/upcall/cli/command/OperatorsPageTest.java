package dev.upcall.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about operators says what the code does. */
class OperatorsPageTest {
  @Test
  void thePageInTheRepositoryIsCurrent() throws IOException {
    assertEquals(
        OperatorsPage.of(Operators.read()),
        Files.readString(Home.path("docs/operators.md")),
        "run ./upcall ops --docs");
  }

  @Test
  void everyGraphOperatorHasAFloatReferenceAndCThatIsDefinedByIntegers() {
    List<Operators.GraphOperator> graph = Operators.read().graph();
    assertTrue(graph.size() > 20, graph.toString());
    for (Operators.GraphOperator operator : graph) {
      assertTrue(operator.floats(), operator.toString());
      assertTrue(operator.integers() || !operator.c(), operator.toString());
    }
  }
}
