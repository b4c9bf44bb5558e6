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
  private final List<Buffer> scratch = new ArrayList<>();
  private final Map<Integer, Draft> draftOf = new HashMap<>();

  private Lifetimes() {}

  /** In order of their first step. */
  static List<Buffer> of(KernelProgram program) {
    return new Lifetimes().run(program);
  }

  private List<Buffer> run(KernelProgram program) {
    Graph graph = program.model().graph();
    graph.inputs().forEach(input -> define(input, -1));
    for (int step = 0; step < program.steps().size(); step++) {
      KernelChoice choice = program.steps().get(step);
      Op op = choice.op();
      for (Value operand : op.inputs()) {
        if (program.isPlaced(operand)) {
          draftOf.get(operand.id()).lastStep = step;
        }
      }
      if (choice.isView()) {
        Draft viewed = draftOf.get(op.inputs().get(0).id());
        viewed.values.add(op.output());
        draftOf.put(op.output().id(), viewed);
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
