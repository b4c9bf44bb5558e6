package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.plan.Buffer.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the memory a program needs, and from when to when. */
final class Lifetimes {
  private static final class Draft {
    final List<Held> held = new ArrayList<>();
    int firstStep;
    int lastStep;

    Draft(Value value, int firstStep, int lastStep) {
      this.held.add(new Held(value, 0));
      this.firstStep = firstStep;
      this.lastStep = lastStep;
    }

    int offset(Value value) {
      return held.stream()
          .filter(part -> part.value().id() == value.id())
          .mapToInt(Held::offset)
          .findFirst()
          .orElseThrow();
    }

    boolean hasParts() {
      return held.stream().anyMatch(part -> part.offset() > 0);
    }
  }

  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Integer, Integer> lastRead = new HashMap<>();
  private final List<Buffer> scratch = new ArrayList<>();
  private final Map<Integer, Draft> draftOf = new HashMap<>();

  /** Bytes of values of which only some rows exist at a time. */
  private final Map<Integer, Integer> ringBytes = new HashMap<>();

  private final List<RowSegment> segments;
  private Set<Integer> parts = Set.of();

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
    parts = parts(program);
    graph.inputs().forEach(input -> define(input, -1));
    for (int step = 0; step < program.steps().size(); step++) {
      KernelChoice choice = program.steps().get(step);
      Op op = choice.op();
      for (Value operand : op.inputs()) {
        if (program.isPlaced(operand)) {
          draftOf.get(operand.id()).lastStep = lastOf(step);
        }
      }
      if (choice.isView() && op instanceof Concat) {
        join(op, step);
      } else if (choice.isView() || isInPlace(choice, step)) {
        Value operand = op.inputs().get(0);
        Draft shared = draftOf.get(operand.id());
        int start = shared.offset(operand) + Views.start(op, 0).orElseThrow();
        shared.held.add(new Held(op.output(), start));
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
        && !draft.hasParts()
        && !parts.contains(choice.op().output().id())
        && draft.held.stream().allMatch(part -> lastRead.get(part.value().id()) <= step);
  }

  /** Operands of a concatenation that lie in its output from the start. */
  private void join(Op op, int step) {
    Draft whole = new Draft(op.output(), step, lastOf(step));
    for (int i = 0; i < op.inputs().size(); i++) {
      Draft part = draftOf.get(op.inputs().get(i).id());
      int start = Views.start(op, i).orElseThrow();
      for (Held held : part.held) {
        whole.held.add(new Held(held.value(), start + held.offset()));
        draftOf.put(held.value().id(), whole);
      }
      whole.firstStep = Math.min(whole.firstStep, part.firstStep);
      whole.lastStep = Math.max(whole.lastStep, part.lastStep);
      drafts.remove(part);
    }
    drafts.add(whole);
    draftOf.put(op.output().id(), whole);
  }

  /** What views of concatenations are made of; others compute nothing in its place. */
  private static Set<Integer> parts(KernelProgram program) {
    Set<Integer> parts = new HashSet<>();
    for (int step = program.steps().size() - 1; step >= 0; step--) {
      KernelChoice choice = program.steps().get(step);
      Op op = choice.op();
      if (choice.isView() && (op instanceof Concat || parts.contains(op.output().id()))) {
        op.inputs().forEach(operand -> parts.add(operand.id()));
      }
    }
    return parts;
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
    Draft draft = new Draft(value, step, lastOf(step));
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
        draftOf.get(host.id()).held.add(new Held(image.value(), 0));
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
    Value value = draft.held.get(0).value();
    int bytes = ringBytes.getOrDefault(value.id(), value.type().bytes());
    return new Buffer(draft.held, bytes, draft.firstStep, draft.lastStep);
  }
}
