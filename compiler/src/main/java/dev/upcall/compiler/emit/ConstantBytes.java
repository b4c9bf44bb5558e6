package dev.upcall.compiler.emit;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.MemoryPlan;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** What a network's constants take: weights, biases, requantisation constants. */
public final class ConstantBytes {
  private ConstantBytes() {}

  /** Of flash: one figure per operator that has a kernel, in order. */
  public static List<Integer> of(MemoryPlan plan) {
    return each(plan, array -> true);
  }

  /**
   * The same of those that kernels read as they read RAM, so that a board may have to copy them.
   */
  private static List<Integer> loaded(MemoryPlan plan) {
    return each(plan, array -> !array.inFlash());
  }

  /** Of a board's RAM, all operators together: none where loads reach the flash. */
  public static int inRam(MemoryPlan plan, Board board) {
    return board.cpu().loadsRamAlone() ? sum(loaded(plan)) : 0;
  }

  /** Of the flash that reading by other instructions than loads reaches; none where loads do. */
  static int inProgramMemory(MemoryPlan plan, Board board) {
    return board.cpu().loadsRamAlone() ? sum(of(plan)) - sum(loaded(plan)) : 0;
  }

  /** The operator with most of what {@link #inRam} counts. */
  static Op mostInRam(MemoryPlan plan) {
    List<Integer> bytes = loaded(plan);
    int most = bytes.indexOf(Collections.max(bytes));
    return plan.program().steps().stream()
        .filter(step -> !step.isView())
        .skip(most)
        .findFirst()
        .orElseThrow()
        .op();
  }

  private static int sum(List<Integer> bytes) {
    return bytes.stream().mapToInt(Integer::intValue).sum();
  }

  private static List<Integer> each(MemoryPlan plan, Predicate<CArray> counted) {
    return Layers.of(plan).stream()
        .map(layer -> layer.arrays().stream().filter(counted).mapToInt(CArray::bytes).sum())
        .toList();
  }
}
