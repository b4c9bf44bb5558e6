package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.kernel.Objective;
import dev.upcall.compiler.kernel.WinogradKernels;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.QuantGraphMaker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers get their fastest kernel as far as flash and RAM go. */
class SpeedPlansTest {
  private static final int KIB = 1024;

  private final QuantGraph network = network();

  @Test
  void takesAllWhereThereIsRoom() {
    assertEquals(2, winograd(256 * KIB, 64 * KIB, 0));
  }

  @Test
  void leavesOutWhatFlashDoesNotHold() {
    // 48 KB for code; weights of 16 to 16 channels take 8 KB by Winograd, of 64 to 64 128 KB.
    assertEquals(1, winograd(160 * KIB, 64 * KIB, 0));
    assertEquals(0, winograd(64 * KIB, 64 * KIB, 0));
  }

  @Test
  void leavesOutWhatRamDoesNotHold() {
    // Of 64 channels 11 KB of scratch beside 4 KB of image, of 16 channels 3 KB.
    assertEquals(1, winograd(256 * KIB, 12 * KIB, 0));
    assertEquals(1, winograd(256 * KIB, 64 * KIB, 52 * KIB));
    assertEquals(0, winograd(256 * KIB, 7 * KIB, 0));
  }

  /** Layers by Winograd of the plan on a board with so much memory. */
  private int winograd(int flash, int ram, int kept) {
    Board board = new BoardCatalogue().load("mps2-an386");
    Board.Memory memory =
        new Board.Memory(new Board.Region(0, flash), new Board.Region(flash, ram), 0);
    Board small =
        new Board(
            board.id(),
            board.name(),
            board.cpu(),
            memory,
            board.uart(),
            board.toolchain(),
            board.files(),
            board.linkerScript(),
            board.emulator(),
            board.facts(),
            board.notes(),
            board.references(),
            board.yaml());
    MemoryPlan plan = SpeedPlans.of(heavy -> ladder(small, heavy), kept).members().get(0).model();
    return (int)
        plan.program().steps().stream()
            .filter(step -> step.function().equals(Optional.of(WinogradKernels.CONV)))
            .count();
  }

  private Ladder<MemoryPlan> ladder(Board board, int heavy) {
    KernelSelector selector = KernelSelector.of(board.cpu(), Objective.SPEED, heavy);
    MemoryPlan plan = new MemoryPlanner().plan(selector.select(network));
    CompileRequest request = CompileRequest.of(Path.of("net"), board.id(), Path.of("out"));
    return Ladder.of(request, board, new Ladder.Member<>("net", null, plan));
  }

  private static QuantGraph network() {
    QuantGraphMaker maker =
        new QuantGraphMaker("net", new Random(1)).withPositiveOutputs().withSymmetricWeights();
    Window same = new Window(1, 1, 1, 1, 1, 1, 1, 1);
    Window stride = new Window(2, 2, 1, 1, 1, 1, 1, 1);
    Value x = maker.input(1, 16, 16, 16);
    Value wide = maker.conv(x, 16, 3, 3, same, 1, Activation.RELU);
    Value half = maker.conv(wide, 64, 3, 3, stride, 1, Activation.RELU);
    return maker.build(maker.conv(half, 64, 3, 3, same, 1, Activation.RELU));
  }
}
