package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the memory a program needs, and from when to when. */
final class Lifetimes {
  private static final class Draft {
    final List<Value> values = new ArrayList<>();
    final int firstStep;
    int lastStep;

    Draft(int firstStep) {
      this.firstStep = firstStep;
      this.lastStep = firstStep;
    }
  }

  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Integer, Integer> lastRead = new HashMap<>();
  private final List<Buffer> scratch = new ArrayList<>();
  private final Map<Integer, Draft> draftOf = new HashMap<>();

  private Lifetimes() {}

  /** In order of their first step. */
  static List<Buffer> of(KernelProgram program) {
    return new Lifetimes().run(program);
  }

  private List<Buffer> run(KernelProgram program) {
    Graph graph = program.model().graph();
    findLastReads(program);
    graph.inputs().forEach(input -> define(input, -1));
    for (int step = 0; step < program.steps().size(); step++) {
      KernelChoice choice = program.steps().get(step);
      Op op = choice.op();
      for (Value operand : op.inputs()) {
        if (program.isPlaced(operand)) {
          draftOf.get(operand.id()).lastStep = step;
        }
      }
      if (choice.isView() || isInPlace(choice, step)) {
        Draft shared = draftOf.get(op.inputs().get(0).id());
        shared.values.add(op.output());
        draftOf.put(op.output().id(), shared);
      } else {
        define(op.output(), step);
      }
      if (choice.scratchBytes() > 0) {
        scratch.add(Buffer.scratch(choice.scratchBytes(), step));
      }
    }
    for (Value result : graph.results()) {
      if (program.isPlaced(result)) {
        draftOf.get(result.id()).lastStep = program.steps().size();
      }
    }
    return Stream.concat(drafts.stream().map(Lifetimes::buffer), scratch.stream())
        .sorted(Comparator.comparingInt(Buffer::firstStep))
        .toList();
  }

  /** Whether the output takes its operand's place, which nobody reads afterwards. */
  private boolean isInPlace(KernelChoice choice, int step) {
    Draft draft = draftOf.get(choice.op().inputs().get(0).id());
    return choice.inPlace()
        && draft != null
        && draft.values.stream().allMatch(value -> lastRead.get(value.id()) <= step);
  }

  private void findLastReads(KernelProgram program) {
    Graph graph = program.model().graph();
    for (int step = 0; step < program.steps().size(); step++) {
      Op op = program.steps().get(step).op();
      lastRead.put(op.output().id(), step);
      for (Value operand : op.inputs()) {
        lastRead.put(operand.id(), step);
      }
    }
    graph.outputs().forEach(output -> lastRead.put(output.id(), program.steps().size()));
  }

  private void define(Value value, int step) {
    Draft draft = new Draft(step);
    draft.values.add(value);
    drafts.add(draft);
    draftOf.put(value.id(), draft);
  }

  private static Buffer buffer(Draft draft) {
    int bytes = draft.values.get(0).type().bytes();
    return new Buffer(draft.values, bytes, draft.firstStep, draft.lastStep);
  }
}
