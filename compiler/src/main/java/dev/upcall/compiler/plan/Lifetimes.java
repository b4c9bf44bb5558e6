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
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the memory a program needs, and from when to when. */
final class Lifetimes {
  private static final class Draft {
    final List<Value> values = new ArrayList<>();
    final int firstStep;
    int lastStep;

    Draft(int firstStep, int lastStep) {
      this.firstStep = firstStep;
      this.lastStep = lastStep;
    }
  }

  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Integer, Integer> lastRead = new HashMap<>();
  private final List<Buffer> scratch = new ArrayList<>();
  private final Map<Integer, Draft> draftOf = new HashMap<>();

  /** Bytes of values of which only some rows exist at a time. */
  private final Map<Integer, Integer> ringBytes = new HashMap<>();

  private final List<RowSegment> segments;

  private Lifetimes(List<RowSegment> segments) {
    this.segments = segments;
  }

  /**
   * In order of their first step. What a segment reads or writes is alive during all its steps.
   *
   * @param segments steps that run together
   */
  static List<Buffer> of(KernelProgram program, List<RowSegment> segments) {
    return new Lifetimes(segments).run(program);
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
          draftOf.get(operand.id()).lastStep = lastOf(step);
        }
      }
      if (choice.isView() || isInPlace(choice, step)) {
        Draft shared = draftOf.get(op.inputs().get(0).id());
        shared.values.add(op.output());
        draftOf.put(op.output().id(), shared);
      } else {
        define(op.output(), firstOf(step));
      }
      if (segment(step).isEmpty() && choice.scratchBytes() > 0) {
        scratch.add(Buffer.scratch(choice.scratchBytes(), step, step));
      }
    }
    for (RowSegment segment : segments) {
      addRings(segment);
      int bytes = segment.scratchBytes(program);
      if (bytes > 0) {
        scratch.add(Buffer.scratch(bytes, segment.first(), segment.end() - 1));
      }
    }
    for (Value result : graph.results()) {
      if (program.isPlaced(result)) {
        draftOf.get(result.id()).lastStep = program.steps().size();
      }
    }
    return Stream.concat(drafts.stream().map(this::buffer), scratch.stream())
        .sorted(Comparator.comparingInt(Buffer::firstStep))
        .toList();
  }

  /** Whether the output takes its operand's place, which nobody reads afterwards. */
  private boolean isInPlace(KernelChoice choice, int step) {
    Draft draft = draftOf.get(choice.op().inputs().get(0).id());
    return choice.inPlace()
        && segment(step).isEmpty()
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
    Draft draft = new Draft(step, lastOf(step));
    draft.values.add(value);
    drafts.add(draft);
    draftOf.put(value.id(), draft);
  }

  /** Images that lie in others' places join them. */
  private void addRings(RowSegment segment) {
    for (RowSegment.Image image : segment.images()) {
      Draft draft = draftOf.get(image.value().id());
      if (image.within() != RowSegment.NONE) {
        Value host = segment.images().get(image.within()).value();
        drafts.remove(draft);
        draftOf.get(host.id()).values.add(image.value());
      } else if (!image.isWhole()) {
        ringBytes.put(image.value().id(), image.bytes());
      }
    }
  }

  private Optional<RowSegment> segment(int step) {
    return segments.stream().filter(segment -> segment.contains(step)).findFirst();
  }

  private int firstOf(int step) {
    return segment(step).map(RowSegment::first).orElse(step);
  }

  private int lastOf(int step) {
    return segment(step).map(segment -> segment.end() - 1).orElse(step);
  }

  private Buffer buffer(Draft draft) {
    Value value = draft.values.get(0);
    int bytes = ringBytes.getOrDefault(value.id(), value.type().bytes());
    return new Buffer(draft.values, bytes, draft.firstStep, draft.lastStep);
  }
}
