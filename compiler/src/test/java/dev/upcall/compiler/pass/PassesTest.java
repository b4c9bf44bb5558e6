package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.testing.Oracle;
import dev.upcall.compiler.testing.SampleModels;
import org.junit.jupiter.api.Test;

class PassesTest {
  @Test
  void residualNetworkComputesTheSame() {
    assertEquals(
        "1 add, 3 conv2d, 1 depthwise_conv2d, 1 fully_connected, 1 max_pool2d, 1 mean, 1 reshape",
        GraphPrinter.counts(Oracle.check(SampleModels.residual())));
  }
}
