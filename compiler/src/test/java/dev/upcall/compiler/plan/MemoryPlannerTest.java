package dev.upcall.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelChoice;
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
  /** Random networks; {@code -Dupcall.networks=100000} for many. */
  private static final int NETWORKS = Integer.getInteger("upcall.networks", 10_000);

  private static final Window SAME = new Window(1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window PLAIN = new Window(1, 1, 1, 1, 0, 0, 0, 0);

  /** The planner itself calls the verifier, which knows nothing of it. */
  @Test
  void noLiveValueIsOverwrittenInRandomNetworks() {
    Random random = new Random(18);
    MemoryPlanner planner = new MemoryPlanner(5_000);
    int optimal = 0;
    for (int i = 0; i < NETWORKS; i++) {
      int height = 1 + random.nextInt(8);
      int width = 1 + random.nextInt(8);
      QuantGraph network =
          RandomNetworks.make("net", random, 8, 3, 1, height, width, 1 + random.nextInt(4));
      MemoryPlan plan = planner.plan(KernelSelector.portable().select(network));
      assertTrue(plan.peakBytes() >= plan.lowerBoundBytes());
      optimal += plan.optimal() ? 1 : 0;
    }
    assertTrue(optimal > NETWORKS / 10 * 8, optimal + " plans are known to be optimal");
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
  void rowsOfAnImageLieInIt() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 6, 4, 4);
    Value below = maker.rows(x, 2, 3);
    MemoryPlan plan = plan(maker.build(maker.softmax(maker.reshape(below, 1, 48), 1)));
    assertEquals(plan.offset(x) + 2 * 4 * 4, plan.offset(below));
    assertTrue(plan.program().steps().get(0).isView());
  }

  @Test
  void rowsThatAreNoRunOfWordsAreCopied() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 5, 3, 1);
    MemoryPlan plan = plan(maker.build(maker.clamp(maker.rows(x, 1, 2), Activation.RELU)));
    assertTrue(plan.program().steps().stream().noneMatch(KernelChoice::isView));
  }

  @Test
  void imagesOneBelowTheOtherAreWrittenThere() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 4, 4, 4);
    Value upper = maker.maxPool(x, 3, 3, SAME, Activation.NONE);
    Value lower = maker.averagePool(x, 3, 3, SAME, false, Activation.NONE);
    Value both = maker.concat(List.of(upper, lower), 1);
    MemoryPlan plan = plan(maker.build(both));
    assertEquals(3 * 64, plan.peakBytes(), "the input and what becomes of it, once");
    assertEquals(plan.offset(both), plan.offset(upper));
    assertEquals(plan.offset(both) + 64, plan.offset(lower));
  }

  @Test
  void oneImageTwiceIsCopied() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.clamp(maker.input(1, 4, 4, 4), Activation.RELU);
    MemoryPlan plan = plan(maker.build(maker.concat(List.of(x, x), 1)));
    assertTrue(plan.program().steps().stream().noneMatch(KernelChoice::isView));
  }

  @Test
  void verifierFindsAViewThatLiesElsewhere() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 6, 4, 4);
    Value below = maker.rows(x, 2, 3);
    MemoryPlan good = plan(maker.build(below));
    Buffer buffer = good.placements().get(0).buffer();
    Buffer moved =
        new Buffer(
            List.of(new Buffer.Held(x, 0), new Buffer.Held(below, 16)),
            buffer.bytes(),
            buffer.firstStep(),
            buffer.lastStep());
    MemoryPlan bad = new MemoryPlan(good.program(), List.of(new Placement(moved, 0)), 96, 96, true);
    String message =
        assertThrows(IllegalStateException.class, () -> PlanVerifier.verify(bad)).getMessage();
    assertTrue(message.contains("lies elsewhere"), message);
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
        peak 24 bytes, lower bound 24, optimal\
        """,
        String.join("\n", PlanTable.draw(plan)));
  }

  private static MemoryPlan plan(QuantGraph model) {
    KernelProgram program = KernelSelector.portable().select(model);
    return new MemoryPlanner().plan(new Scheduler().schedule(program));
  }
}
