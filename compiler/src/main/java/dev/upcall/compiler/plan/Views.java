package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.kernel.CopyRuns;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies that need not be made: a part of a tensor that is one run of its bytes lies where they
 * are, and operands that a concatenation puts one behind the other are written there at once.
 *
 * <p>Concatenation along the channels of an image is none of these: a run there is one pixel.
 */
final class Views {
  private final KernelProgram program;
  private final Set<Integer> inRows;

  /** The value in whose bytes a value lies from its first byte to its last; absent: elsewhere. */
  private final Map<Integer, Value> whole = new HashMap<>();

  /** Values that lie in a concatenation already. */
  private final Set<Integer> joined = new HashSet<>();

  private Views(KernelProgram program, List<RowSegment> segments) {
    this.program = program;
    this.inRows =
        segments.stream()
            .flatMap(segment -> segment.images().stream())
            .map(image -> image.value().id())
            .collect(Collectors.toSet());
  }

  /** The program with all such copies as views; the program itself if it has none. */
  static KernelProgram in(KernelProgram program, List<RowSegment> segments) {
    return new Views(program, segments).run();
  }

  /**
   * Where a view lies: bytes from the start of operand {@code index} to the output's, or the other
   * way about for an operand of a concatenation.
   *
   * @return empty if the operator copies
   */
  static OptionalInt start(Op op, int index) {
    if (!(op instanceof Slice) && !(op instanceof Concat)) {
      return OptionalInt.of(0);
    }
    Value part = op instanceof Slice ? op.output() : op.inputs().get(index);
    return CopyRuns.of(op, index)
        .filter(runs -> runs.run() == part.type().bytes())
        .filter(runs -> runs.dims().stream().allMatch(dim -> dim == 1))
        .map(runs -> op instanceof Slice ? runs.inputStart() : runs.outputStart())
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private KernelProgram run() {
    List<KernelChoice> steps = new ArrayList<>();
    for (KernelChoice step : program.steps()) {
      Op op = step.op();
      if (op instanceof Slice && isAligned(op) && isFree(op)) {
        steps.add(step.asView());
      } else if (op instanceof Concat && isAligned(op) && isFree(op) && canJoin(op)) {
        op.inputs().forEach(operand -> joined.add(whole(operand).id()));
        steps.add(step.asView());
      } else {
        steps.add(step);
        if (step.isView()) {
          whole.put(op.output().id(), whole(op.inputs().get(0)));
        }
      }
    }
    return steps.equals(program.steps())
        ? program
        : new KernelProgram(program.model(), steps, program.refusals());
  }

  private Value whole(Value value) {
    return whole.getOrDefault(value.id(), value);
  }

  private boolean isAligned(Op op) {
    return IntStream.range(0, op.inputs().size())
        .mapToObj(index -> start(op, index))
        .allMatch(start -> start.isPresent() && start.getAsInt() % program.alignment() == 0);
  }

  /** Whether operands and output lie in the arena as a whole. */
  private boolean isFree(Op op) {
    return !inRows.contains(op.output().id())
        && op.inputs().stream()
            .allMatch(
                operand -> program.isPlaced(operand) && !inRows.contains(whole(operand).id()));
  }

  /** Whether nothing else says where the operands lie. */
  private boolean canJoin(Op op) {
    Set<Integer> roots = new HashSet<>();
    for (Value operand : op.inputs()) {
      Value root = whole(operand);
      boolean slice =
          program.steps().stream()
              .anyMatch(step -> step.op().output().id() == root.id() && isCut(step.op()));
      if (slice || joined.contains(root.id()) || !roots.add(root.id())) {
        return false;
      }
    }
    return true;
  }

  private boolean isCut(Op op) {
    return op instanceof Slice && isAligned(op) && isFree(op);
  }
}
