package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.plan.MemoryPlan.Placement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Plays a plan through, byte by byte, and knows nothing of how it was made: every byte of the arena
 * belongs to the value written there last, and each step must find its operands whole.
 */
public final class PlanVerifier {
  private static final int NOBODY = -1;

  private final MemoryPlan plan;
  private final Graph graph;
  private final int[] owner;

  /** The value that wrote each byte of a value: itself, unless it is a view. */
  private final Map<Integer, int[]> writers = new HashMap<>();

  private int used;

  private PlanVerifier(MemoryPlan plan) {
    this.plan = plan;
    this.graph = plan.program().model().graph();
    this.owner = new int[plan.peakBytes()];
    Arrays.fill(owner, NOBODY);
  }

  /**
   * @throws IllegalStateException naming the step and the bytes if an operand is overwritten before
   *     it is read, or the stated peak is not the real one
   */
  public static void verify(MemoryPlan plan) {
    new PlanVerifier(plan).run();
  }

  private void run() {
    if (plan.fed().isEmpty()) {
      graph.inputs().forEach(this::write);
    }
    for (int index = 0; index < plan.program().steps().size(); index++) {
      KernelChoice step = plan.program().steps().get(index);
      Optional<RowSegment> segment = plan.segment(index);
      if (segment.isPresent()) {
        used = Math.max(used, new RowPlayback(plan, segment.get(), owner, writers).run());
        index = segment.get().end() - 1;
        continue;
      }
      Op op = step.op();
      if (step.scratchBytes() > 0) {
        scribble(plan.scratch(index), step);
      }
      for (Value operand : op.inputs()) {
        if (plan.program().isPlaced(operand)) {
          read(operand, "operand of %" + op.output().id());
          if (!step.isView()) {
            checkOverlap(step, operand);
          }
        }
      }
      if (step.isView()) {
        show(op);
      } else {
        write(op.output());
      }
    }
    graph.results().stream()
        .filter(plan.program()::isPlaced)
        .forEach(result -> read(result, "result"));
    require(
        align(used) == plan.peakBytes(),
        "the arena has " + plan.peakBytes() + " bytes, " + used + " of them used");
    require(plan.peakBytes() >= plan.lowerBoundBytes(), "the peak is below the lower bound");
  }

  /** Scratch is overwritten while operands are read and while the output is written. */
  private void scribble(Placement scratch, KernelChoice step) {
    int output = plan.offset(step.op().output());
    int outputEnd = output + step.op().output().type().bytes();
    require(
        scratch.end() <= output || outputEnd <= scratch.offset(),
        "scratch meets the output of %" + step.op().output().id());
    require(
        scratch.offset() % 4 == 0
            && scratch.end() <= owner.length
            && scratch.buffer().bytes() >= step.scratchBytes(),
        "scratch for %" + step.op().output().id() + " leaves the arena");
    Arrays.fill(owner, scratch.offset(), scratch.end(), NOBODY);
    used = Math.max(used, scratch.end());
  }

  private void write(Value value) {
    int offset = plan.offset(value);
    int end = offset + value.type().bytes();
    require(align(offset) == offset && end <= owner.length, "%" + value.id() + " leaves the arena");
    Arrays.fill(owner, offset, end, value.id());
    writers.put(value.id(), Arrays.copyOfRange(owner, offset, end));
    used = Math.max(used, end);
  }

  /** A view has to lie where its operands do, which were just found whole. */
  private void show(Op op) {
    int output = plan.offset(op.output());
    for (int i = 0; i < op.inputs().size(); i++) {
      int start = Views.start(op, i).orElseThrow();
      int operand = plan.offset(op.inputs().get(i));
      require(
          op instanceof Concat ? operand == output + start : output == operand + start,
          "view %" + op.output().id() + " lies elsewhere than what it shows");
    }
    int end = output + op.output().type().bytes();
    writers.put(op.output().id(), Arrays.copyOfRange(owner, output, end));
    used = Math.max(used, end);
  }

  /** A value is whole while no byte of it has been written by another since. */
  private void read(Value value, String role) {
    int offset = plan.offset(value);
    int[] written = writers.get(value.id());
    for (int i = 0; i < written.length; i++) {
      int at = offset + i;
      require(
          owner[at] == written[i],
          "%" + value.id() + ", " + role + ", is overwritten by %" + owner[at] + " at " + at);
    }
  }

  private void checkOverlap(KernelChoice step, Value operand) {
    Value output = step.op().output();
    int from = plan.offset(operand);
    int to = plan.offset(output);
    boolean apart = from + operand.type().bytes() <= to || to + output.type().bytes() <= from;
    boolean allowed =
        step.overlaps().stream()
            .filter(overlap -> overlap.operand().id() == operand.id())
            .anyMatch(overlap -> overlap.holds(to, from));
    boolean inPlace =
        step.inPlace()
            && operand.id() == step.op().inputs().get(0).id()
            && from == to
            && operand.type().bytes() >= output.type().bytes();
    require(
        apart || allowed || inPlace,
        "%" + output.id() + " at " + to + " overwrites unread bytes of %" + operand.id());
  }

  private int align(int bytes) {
    int alignment = plan.program().alignment();
    return (bytes + alignment - 1) / alignment * alignment;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException("memory plan: " + message);
    }
  }
}
