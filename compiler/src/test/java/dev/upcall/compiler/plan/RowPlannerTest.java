package dev.upcall.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan.Placement;
import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Role;
import dev.upcall.compiler.testing.QuantGraphMaker;
import dev.upcall.compiler.testing.RandomImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowPlannerTest {
  private static final Window SAME = new Window(1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window NARROW = new Window(1, 1, 1, 1, 1, 1, 0, 0);
  private static final OptionalInt LEAST = OptionalInt.empty();

  private final RowPlanner planner = new RowPlanner(new MemoryPlanner(5_000));

  /** The planner itself calls the verifier, which plays every row through. */
  @Test
  void noRowIsOverwrittenThatIsNeededInRandomNetworks() {
    Random random = new Random(4);
    int fused = 0;
    int fed = 0;
    for (int i = 0; i < 300; i++) {
      int height = 4 + random.nextInt(20);
      KernelProgram program =
          (i % 2 == 0 ? KernelSelector.portable() : KernelSelector.dsp())
              .select(RandomImages.make(random, 1 + random.nextInt(8), 1, height, 9, 4));
      MemoryPlan least = planner.plan(program, LEAST, false).orElseThrow();
      int plain = new MemoryPlanner(5_000).plan(program).peakBytes();
      assertTrue(least.ramBytes() <= plain, least.ramBytes() + " of " + plain);
      fused += least.segments().isEmpty() ? 0 : 1;
      int budget = (least.ramBytes() + plain) / 2;
      MemoryPlan some = planner.plan(program, OptionalInt.of(budget), false).orElseThrow();
      assertTrue(some.ramBytes() <= Math.max(budget, least.ramBytes()), budget + " bytes");
      int worth = planner.worthwhile(program).ramBytes();
      assertTrue(worth <= plain, worth + " bytes of " + plain);
      fed +=
          planner.plan(program, LEAST, true).filter(p -> p.fed().isPresent()).isPresent() ? 1 : 0;
    }
    assertTrue(fused > 120, fused + " of 300 are better by rows");
    assertTrue(fed > 100, fed + " of 300 take their input by rows");
  }

  @Test
  void aConvolutionKeepsAsManyRowsAsItsKernelHas() {
    MemoryPlan plan = least(chain(Activation.NONE), false);
    RowSegment segment = plan.segments().get(0);
    Image between = image(segment, Role.PASSING, 0);
    assertEquals(3, between.rows());
    assertEquals(32, between.height());
    assertEquals(List.of(1, 1), segment.layers().stream().map(RowSegment.Layer::rows).toList());
  }

  @Test
  void anInputThatComesByRowsHasPlaceForAKernel() {
    MemoryPlan plan = least(chain(Activation.NONE), true);
    RowSegment segment = plan.fed().orElseThrow();
    assertEquals(3, image(segment, Role.FED, 0).rows());
    assertTrue(plan.ramBytes() < 32 * 8 * 4, plan.ramBytes() + " bytes");
  }

  @Test
  void aBranchKeepsTheRowsThatTheOtherIsBehind() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.conv(maker.input(1, 32, 8, 4), 4, 3, 3, SAME, 1, Activation.RELU);
    Value y = maker.conv(x, 4, 3, 3, SAME, 1, Activation.RELU);
    Value z = maker.conv(y, 4, 3, 3, SAME, 1, Activation.NONE);
    Value sum = maker.add(x, z, Activation.RELU);
    Value end = maker.conv(sum, 1, 3, 3, new Window(2, 2, 1, 1, 0, 1, 0, 1), 1, Activation.NONE);
    KernelProgram program = KernelSelector.portable().select(maker.build(end));
    MemoryPlan plan = planner.plan(program, LEAST, true).orElseThrow();
    RowSegment segment = plan.fed().orElseThrow();
    // One row of the sum needs row y of x while the second convolution has read y + 2.
    assertEquals(3, image(segment, Role.PASSING, 0).rows());
    assertEquals(1, image(segment, Role.PASSING, 2).rows());
  }

  @Test
  void depthwiseConvolutionsOfTheDspExtensionWorkInTheirOperandsPlace() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1)).withPositiveOutputs();
    Value x = maker.conv(maker.input(1, 32, 8, 4), 8, 3, 3, SAME, 1, Activation.RELU);
    Value y = maker.depthwise(x, 1, 3, 3, SAME, Activation.RELU);
    Value end = maker.conv(y, 2, 1, 1, new Window(2, 2, 1, 1, 0, 0, 0, 0), 1, Activation.NONE);
    MemoryPlan plan = least(KernelSelector.dsp().select(maker.build(end)), true);
    RowSegment segment = plan.fed().orElseThrow();
    assertEquals("upcall_depthwise_walk", plan.program().steps().get(1).function().orElseThrow());
    Image host = image(segment, Role.PASSING, 0);
    assertEquals(1, host.margin());
    assertEquals(plan.offset(host.value()), plan.offset(image(segment, Role.PASSING, 1).value()));
  }

  @Test
  void fewestLayersAreFusedThatABudgetNeeds() {
    KernelProgram program = chain(Activation.RELU);
    int plain = new MemoryPlanner().plan(program).peakBytes();
    MemoryPlan roomy = planner.plan(program, OptionalInt.of(plain), false).orElseThrow();
    assertTrue(roomy.segments().isEmpty());
    MemoryPlan tight = planner.plan(program, OptionalInt.of(plain - 1), false).orElseThrow();
    assertFalse(tight.segments().isEmpty());
    assertTrue(tight.ramBytes() < plain);
  }

  @Test
  void rowsHaveToSaveMoreThanTheirCallsCost() {
    assertFalse(planner.worthwhile(chain(Activation.RELU)).segments().isEmpty());
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.conv(maker.input(1, 8, 1, 4), 4, 3, 1, NARROW, 1, Activation.RELU);
    Value end = maker.conv(x, 4, 3, 1, NARROW, 1, Activation.RELU);
    KernelProgram small = KernelSelector.portable().select(maker.build(end));
    assertTrue(planner.worthwhile(small).segments().isEmpty());
  }

  @Test
  void inputsThatAreReadAgainCannotComeByRows() {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.input(1, 8, 8, 4);
    Value y = maker.fullyConnected(maker.reshape(x, 1, 256), 256, Activation.NONE);
    KernelProgram program = KernelSelector.portable().select(maker.build(y));
    assertEquals(Optional.empty(), planner.plan(program, LEAST, true));
  }

  @Test
  void verifierFindsRingsThatMeet() {
    MemoryPlan good = least(chain(Activation.NONE), true);
    List<Placement> moved = new ArrayList<>();
    for (Placement placement : good.placements()) {
      moved.add(new Placement(placement.buffer(), 0));
    }
    MemoryPlan bad =
        new MemoryPlan(good.program(), moved, good.peakBytes(), 0, false, good.segments());
    assertThrows(IllegalStateException.class, () -> PlanVerifier.verify(bad));
  }

  private MemoryPlan least(KernelProgram program, boolean fed) {
    return planner.plan(program, LEAST, fed).orElseThrow();
  }

  /** Two convolutions over 32 rows, and a third that leaves little. */
  private static KernelProgram chain(Activation last) {
    QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));
    Value x = maker.conv(maker.input(1, 32, 8, 4), 8, 3, 3, SAME, 1, Activation.RELU);
    return KernelSelector.portable().select(maker.build(maker.conv(x, 1, 3, 3, SAME, 1, last)));
  }

  /** The image that is the n-th of those that play a role. */
  private static Image image(RowSegment segment, Role role, int n) {
    return segment.images().stream().filter(i -> i.role() == role).toList().get(n);
  }
}
