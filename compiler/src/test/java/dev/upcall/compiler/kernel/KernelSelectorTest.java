package dev.upcall.compiler.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.QuantGraphMaker;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelSelectorTest {
  private static final Window PLAIN = new Window(1, 1, 1, 1, 0, 0, 0, 0);

  private final QuantGraphMaker maker = new QuantGraphMaker("net", new Random(1));

  @Test
  void takesTheBroadcastingSumOnlyWhereShapesDiffer() {
    Value x = maker.input(1, 2, 3, 4);
    Value same = maker.add(x, maker.constant(1, 2, 3, 4), Activation.NONE);
    Value wide = maker.add(same, maker.constant(4), Activation.NONE);
    KernelProgram program = KernelSelector.portable().select(maker.build(wide));
    assertEquals("upcall_add_short", program.steps().get(0).function().orElseThrow());
    assertEquals("upcall_add_broadcast", program.steps().get(1).function().orElseThrow());
    assertTrue(program.steps().get(1).overlaps().isEmpty());
  }

  @Test
  void reshapeIsAView() {
    Value x = maker.input(1, 2, 3, 4);
    KernelProgram program = KernelSelector.portable().select(maker.build(maker.reshape(x, 1, 24)));
    assertTrue(program.steps().get(0).isView());
  }

  @Test
  void namesEveryOperatorWithoutAKernel() {
    Value x = maker.input(2, 4, 4, 3);
    Value conv = maker.conv(x, 3, 1, 1, PLAIN, 1, Activation.NONE);
    Value mean = maker.mean(conv, List.of(0, 2), true);
    UpcallException e = refuse(maker.build(mean));
    assertEquals(2, e.diagnostics().size());
    assertTrue(e.getMessage().contains("a batch of 2"), e.getMessage());
    assertTrue(e.getMessage().contains("axes side by side"), e.getMessage());
  }

  @Test
  void refusesSoftmaxOverMoreThanItsNumberFormatHolds() {
    UpcallException e = refuse(maker.build(maker.softmax(maker.input(1, 512), 1)));
    assertEquals("UP2301", e.diagnostics().get(0).code().id());
  }

  @Test
  void poolingOutsideTheImageCannotBeAsked() {
    Value x = maker.input(1, 4, 4, 1);
    Window window = new Window(1, 1, 1, 1, 2, 0, 0, 0);
    assertThrows(ShapeException.class, () -> maker.maxPool(x, 2, 2, window, Activation.NONE));
  }

  @Test
  void clearanceGrowsWithWhatAPixelReadsBefore() {
    Value x = maker.input(1, 6, 5, 2);
    assertEquals(2, clearance(maker.conv(x, 2, 1, 1, PLAIN, 1, Activation.NONE)));
    // Twice the channels: the last pixel's write ends a whole output before its read.
    assertEquals(30 * 4 - 29 * 2, clearance(maker.conv(x, 4, 1, 1, PLAIN, 1, Activation.NONE)));
    // Downward stride: writes fall behind reads at once, only the first pixel counts.
    Window stride = new Window(2, 2, 1, 1, 0, 0, 0, 0);
    assertEquals(2, clearance(maker.maxPool(x, 2, 2, stride, Activation.NONE)));
  }

  /** Where speed counts and the instructions say so; else, and on other cores, as ever. */
  @Test
  void computesConvolutionsByWinogradForSpeed() {
    Window same = new Window(1, 1, 1, 1, 1, 1, 1, 1);
    Window stride = new Window(2, 2, 1, 1, 1, 1, 1, 1);
    maker.withPositiveOutputs().withSymmetricWeights();
    Value x = maker.conv(maker.input(1, 16, 16, 3), 16, 3, 3, same, 1, Activation.RELU);
    Value wide = maker.conv(x, 16, 3, 3, same, 1, Activation.RELU);
    Value half = maker.conv(wide, 32, 3, 3, stride, 1, Activation.RELU);
    Value deep = maker.conv(half, 32, 3, 3, same, 1, Activation.RELU);
    QuantGraph net = maker.build(maker.conv(deep, 32, 1, 1, PLAIN, 1, Activation.RELU));
    Board.Cpu m4 = new Board.Cpu("cortex-m4", Board.Fpu.SINGLE, true, false, 0);
    Board.Cpu m55 = new Board.Cpu("cortex-m55", Board.Fpu.DOUBLE, true, true, 0);
    Board.Cpu m0 = new Board.Cpu("cortex-m0", Board.Fpu.NONE, false, false, 0);
    assertEquals(List.of(1, 3), winograd(net, KernelSelector.of(m4, Objective.SPEED)));
    // A byte of weights saves more where the image is larger.
    assertEquals(List.of(1), winograd(net, KernelSelector.of(m4, Objective.SPEED, 1)));
    assertEquals(List.of(), winograd(net, KernelSelector.of(m4, Objective.SPEED, 0)));
    assertEquals(List.of(), winograd(net, KernelSelector.of(m4, Objective.BALANCED)));
    assertEquals(List.of(), winograd(net, KernelSelector.of(m55, Objective.SPEED)));
    assertEquals(List.of(), winograd(net, KernelSelector.of(m0, Objective.SPEED)));
  }

  private static List<Integer> winograd(QuantGraph net, KernelSelector selector) {
    List<KernelChoice> steps = selector.select(net).steps();
    return IntStream.range(0, steps.size())
        .filter(i -> steps.get(i).function().equals(Optional.of(WinogradKernels.CONV)))
        .boxed()
        .toList();
  }

  private int clearance(Value output) {
    KernelProgram program = KernelSelector.portable().select(maker.build(output));
    return program.steps().stream()
        .filter(step -> step.op().output().id() == output.id())
        .findFirst()
        .orElseThrow()
        .overlaps()
        .get(0)
        .clearance();
  }

  private static UpcallException refuse(QuantGraph model) {
    return assertThrows(UpcallException.class, () -> KernelSelector.portable().select(model));
  }
}
