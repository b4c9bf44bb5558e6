package dev.upcall.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.kernel.DspKernels;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.testing.QuantGraphMaker;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeanPlannerTest {
  /** Input and expansion. */
  private static final int WHOLE = 256 + 2 * 256;

  /** Input, expansion of a part, sums. */
  private static final int IN_PARTS = 256 + 2 * 64 + 4 * 32;

  @Test
  void takesTheLeanKernelWhereItIsWorthItsInstructions() {
    check(IN_PARTS, DspKernels.PARTS, 1.05, 0);
  }

  @Test
  void leavesTheFastKernelWhereMemoryIsEnough() {
    check(WHOLE, DspKernels.FULLY_CONNECTED, 1, WHOLE);
  }

  @Test
  void leavesTheFastKernelWithinTheSlack() {
    check(WHOLE, DspKernels.FULLY_CONNECTED, 1.5, 0);
  }

  @Test
  void leavesLayersThatDoNotSetThePeak() {
    MemoryPlan plan = plan(1.05, 0);
    assertEquals(
        List.of(DspKernels.PARTS, DspKernels.FULLY_CONNECTED),
        plan.program().steps().stream().map(step -> step.function().orElseThrow()).toList());
  }

  private static void check(int bytes, String kernel, double slack, int enough) {
    MemoryPlan plan = plan(slack, enough);
    assertEquals(bytes, plan.ramBytes());
    assertEquals(kernel, plan.program().steps().get(0).function().orElseThrow());
  }

  private static MemoryPlan plan(double slack, int enough) {
    QuantGraphMaker maker =
        new QuantGraphMaker("vectors", new Random(1)).withSymmetricWeights().withPositiveOutputs();
    Value hidden = maker.fullyConnected(maker.input(1, 256), 32, Activation.RELU);
    Value output = maker.fullyConnected(hidden, 32, Activation.RELU);
    KernelProgram program = KernelSelector.dsp().select(maker.build(output));
    return new LeanPlanner(new MemoryPlanner()::plan, slack, enough).plan(program);
  }
}
