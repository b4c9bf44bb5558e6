package dev.upcall.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.tflite.TfliteImporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half of the person detector is dead; what is live in the others is most of them. */
class LiveMacsTest {
  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void countsWhatCanMakeADifference(GoldenModel golden) {
    Graph graph = TfliteImporter.read(golden.model()).integers().orElseThrow().graph();
    long all = graph.ops().stream().mapToLong(Macs::of).sum();
    long live = LiveMacs.of(graph);
    assertTrue(live > 0 && live <= all, live + " of " + all);
    if (golden == GoldenModel.VWW) {
      assertEquals(7_489_664, all);
      assertEquals(3.80e6, live, 0.03e6, "an independent analysis found 3.80 million");
    } else {
      assertTrue(live > 0.5 * all, live + " of " + all);
    }
  }
}
