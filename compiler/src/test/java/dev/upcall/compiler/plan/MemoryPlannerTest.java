package dev.upcall.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan.Placement;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.QuantGraphMaker;
import dev.upcall.compiler.testing.RandomNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
  private static final Window SAME = new Window(1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window PLAIN = new Window(1, 1, 1, 1, 0, 0, 0, 0);

  /** 10 000 networks; the planner itself calls the verifier, which knows nothing of it. */
  @Test
  void noLiveValueIsOverwrittenInRandomNetworks() {
    Random random = new Random(18);
    MemoryPlanner planner = new MemoryPlanner(5_000);
    int optimal = 0;
    for (int i = 0; i < 10_000; i++) {
      int height = 1 + random.nextInt(8);
      int width = 1 + random.nextInt(8);
      QuantGraph network =
          RandomNetworks.make("net", random, 8, 3, 1, height, width, 1 + random.nextInt(4));
      MemoryPlan plan = planner.plan(KernelSelector.portable().select(network));
      assertTrue(plan.peakBytes() >= plan.lowerBoundBytes());
      optimal += plan.optimal() ? 1 : 0;
    }
    assertTrue(optimal > 8_000, optimal + " of 10000 plans are known to be optimal");
  }

  @Test
  void elementwiseOperatorsWorkInPlace() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 4, 4, 8);
    MemoryPlan plan = plan(maker.build(maker.clamp(x, Activation.RELU)));
    assertEquals(128, plan.peakBytes());
    assertTrue(plan.optimal());
  }

  @Test
  void pointwiseConvolutionNeedsOnePixelMoreThanItsInput() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 5, 5, 8);
    MemoryPlan plan = plan(maker.build(maker.conv(x, 8, 1, 1, PLAIN, 1, Activation.NONE)));
    assertEquals(5 * 5 * 8 + 8, plan.peakBytes());
  }

  @Test
  void depthwiseConvolutionRunsARowBehind() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 6, 6, 4);
    MemoryPlan plan = plan(maker.build(maker.depthwise(x, 1, 3, 3, SAME, Activation.NONE)));
    // A pixel reads from one row up and one column left; what it writes must end before that.
    assertEquals(6 * 6 * 4 + (6 + 2) * 4, plan.peakBytes());
  }

  @Test
  void valuesReadLaterKeepTheirPlace() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 4, 4, 4);
    Value y = maker.clamp(x, Activation.RELU);
    MemoryPlan plan = plan(maker.build(maker.add(x, y, Activation.NONE)));
    assertEquals(128, plan.peakBytes());
  }

  @Test
  void reshapeCostsNothing() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 4, 4, 4);
    Value flat = maker.reshape(x, 1, 64);
    MemoryPlan plan = plan(maker.build(maker.clamp(flat, Activation.RELU)));
    assertEquals(64, plan.peakBytes());
    assertEquals(plan.offset(x), plan.offset(flat));
  }

  @Test
  void verifierFindsOverwrittenOperands() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 6, 6, 4);
    MemoryPlan good = plan(maker.build(maker.depthwise(x, 1, 3, 3, SAME, Activation.NONE)));
    List<Placement> moved = new ArrayList<>();
    for (Placement placement : good.placements()) {
      moved.add(new Placement(placement.buffer(), placement.offset() > 0 ? 28 : 0));
    }
    MemoryPlan bad = new MemoryPlan(good.program(), moved, 172, 100, false);
    String message =
        assertThrows(IllegalStateException.class, () -> PlanVerifier.verify(bad)).getMessage();
    assertTrue(message.contains("overwrites unread bytes"), message);
  }

  @Test
  void verifierFindsAPeakThatIsNotTheRealOne() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    MemoryPlan good = plan(maker.build(maker.clamp(maker.input(1, 16), Activation.RELU)));
    MemoryPlan bad = new MemoryPlan(good.program(), good.placements(), 20, 16, true);
    assertThrows(IllegalStateException.class, () -> PlanVerifier.verify(bad));
  }

  @Test
  void tableDrawsLifetimes() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 16);
    Value y = maker.fullyConnected(x, 8, Activation.RELU);
    MemoryPlan plan = plan(maker.build(maker.fullyConnected(y, 4, Activation.NONE)));
    assertEquals(
        """
          offset    bytes  live  value
               0       16  ##..  %0 input
               0        4  ..##  %8 fc1
              16        8  .##.  %4 fc0
        peak 24 bytes, lower bound 24, optimal""",
        String.join("\n", PlanTable.draw(plan)));
  }

  private static MemoryPlan plan(QuantGraph model) {
    KernelProgram program = KernelSelector.portable().select(model);
    return new MemoryPlanner().plan(new Scheduler().schedule(program));
  }
}
