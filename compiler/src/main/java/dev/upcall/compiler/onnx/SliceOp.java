package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Starts and ends are attributes up to opset 9, operands from 10 on; both may lie outside. */
final class SliceOp implements OnnxOp {
  private static final int OPERANDS = 10;

  @Override
  public OpSpec spec() {
    return OpSpec.of("Slice", 1, 5)
        .anyType()
        .attributes("starts", "ends", "axes")
        .constraints("starts, ends, axes and steps are constant");
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.any(0);
    List<Integer> dims = input.shape().dims();
    List<Long> starts = read(node, "starts", 1);
    List<Long> ends = read(node, "ends", 2);
    List<Integer> axes = axes(node, dims.size(), starts.size());
    List<Long> steps =
        node.has(4)
            ? node.longs(4, "steps")
            : LongStream.generate(() -> 1).limit(starts.size()).boxed().toList();
    if (ends.size() != starts.size() || steps.size() != starts.size()) {
      throw new ShapeException("starts " + starts + ", ends " + ends + ", steps " + steps);
    }
    List<Integer> first = new ArrayList<>(Collections.nCopies(dims.size(), 0));
    List<Integer> step = new ArrayList<>(Collections.nCopies(dims.size(), 1));
    List<Integer> size = new ArrayList<>(dims);
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      Range range = Range.of(dims.get(axis), starts.get(i), ends.get(i), steps.get(i));
      first.set(axis, range.start());
      step.set(axis, range.step());
      size.set(axis, range.size());
    }
    node.result(
        size.equals(dims) && step.stream().allMatch(s -> s == 1)
            ? input
            : node.add(output -> new Slice(input, first, step, size, output, node.source())));
  }

  private static List<Long> read(NodeContext node, String name, int operand) {
    if (node.opset() >= OPERANDS) {
      return node.longs(operand, name);
    }
    return node.attributes()
        .longs(name)
        .orElseThrow(() -> node.unsupported("no " + name, "a list of " + name));
  }

  private static List<Integer> axes(NodeContext node, int rank, int count) {
    List<Integer> given =
        node.integersOfEither("axes", 3, OPERANDS).orElseGet(() -> Axes.all(Math.min(count, rank)));
    if (given.size() != count) {
      throw new ShapeException(given.size() + " axes for " + count + " starts");
    }
    List<Integer> axes = given.stream().map(axis -> Axes.normalize(axis, rank)).toList();
    if (axes.stream().distinct().count() != count) {
      throw new ShapeException("axes " + given + " of " + rank);
    }
    return axes;
  }

  /** The elements of one axis that a slice takes. */
  private record Range(int start, int step, int size) {
    /** By ONNX's rules, which are numpy's: ends count from behind, then are cut to the axis. */
    static Range of(int dim, long start, long end, long step) {
      if (step == 0) {
        throw new ShapeException("a step of 0");
      }
      boolean forward = step > 0;
      long low = forward ? 0 : -1;
      long high = forward ? dim : dim - 1L;
      long from = cut(start, dim, forward ? 0 : Math.min(0, high), high);
      long to = cut(end, dim, low, high);
      long distance = forward ? to - from : from - to;
      // Steps beyond the axis take its first element: any such step does.
      long stride = Math.min(Math.max(1, dim), forward ? step : -Math.max(step, -Long.MAX_VALUE));
      long size = distance <= 0 ? 0 : (distance + stride - 1) / stride;
      boolean empty = size == 0;
      return new Range(
          empty ? 0 : (int) from, empty ? 1 : (int) (forward ? stride : -stride), (int) size);
    }

    private static long cut(long index, int dim, long low, long high) {
      long fromFront = index < 0 ? index + dim : index;
      return Math.min(high, Math.max(low, fromFront));
    }
  }
}
