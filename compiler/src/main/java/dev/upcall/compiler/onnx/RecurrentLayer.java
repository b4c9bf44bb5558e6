package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Recurrent.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * What RNN, GRU and LSTM share: one looped operator for each direction, whose hidden states are
 * joined to Y [T,dirs,N,H], and of whose last one Y_h [dirs,N,H] is made. With layout 1 the batch
 * is the first axis of both, and of the operands.
 */
final class RecurrentLayer {
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int HIDDEN = 5;
  private static final int CELL = 6;
  private static final int PEEPHOLE = 7;

  private final NodeContext node;
  private final Cell cell;
  private final boolean batchFirst;
  private final Value input;
  private final int directions;
  private final int size;

  RecurrentLayer(NodeContext node, Cell cell) {
    this.node = node;
    this.cell = cell;
    this.batchFirst = node.attributes().integer("layout", 0) == 1;
    Value given = node.input(0);
    Shape recurrence = node.weights(2, "recurrence").shape();
    if (given.shape().rank() != 3 || recurrence.rank() != 3) {
      throw new ShapeException("input " + given.shape() + ", recurrence " + recurrence);
    }
    this.input = batchFirst ? node.transpose(given, 1, 0, 2) : given;
    this.directions = direction().equals("bidirectional") ? 2 : 1;
    this.size = node.attributes().integer("hidden_size", recurrence.dim(2));
    if (size < 1) {
      throw new ShapeException("hidden_size " + size);
    }
    int rows = Math.multiplyExact(cell.gates(), size);
    requireShape(node.weights(1, "weights"), directions, rows, input.shape().dim(2));
    requireShape(node.weights(2, "recurrence"), directions, rows, size);
    requireWholeSequences();
    if (node.attributes().has("clip") || node.attributes().flag("input_forget", false)) {
      throw node.unsupported("clip or input_forget", "neither");
    }
  }

  void convert() {
    for (int i = 0; i < node.outputs(); i++) {
      if (node.wants(i)) {
        List<Value> parts = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
          parts.add(output(i, d));
        }
        Value joined = join(parts, i == 0 ? 1 : 0);
        Integer[] order = i == 0 ? new Integer[] {2, 0, 1, 3} : new Integer[] {1, 0, 2};
        node.result(i, batchFirst ? node.transpose(joined, order) : joined);
      }
    }
  }

  /** Y, Y_h or Y_c of one direction. */
  private Value output(int index, int direction) {
    boolean reverse = direction == 1 || direction().equals("reverse");
    Value states = loop(direction, reverse, index == 2 ? Result.CELL : Result.HIDDEN);
    int steps = states.shape().dim(0);
    int batch = states.shape().dim(1);
    return index == 0
        ? node.reshape(states, Shape.of(steps, 1, batch, size))
        : Parts.part(node, states, 0, reverse ? 0 : steps - 1, 1);
  }

  private Value loop(int direction, boolean reverse, Result result) {
    int rows = cell.gates() * size;
    int batch = input.shape().dim(1);
    Value weights = matrix(node.weights(1, "weights"), direction);
    Value recurrence = matrix(node.weights(2, "recurrence"), direction);
    Value bias = bias(direction, 0, rows);
    Value recurrenceBias = bias(direction, rows, rows);
    Value hidden = initial(HIDDEN, "initial_h", direction, batch);
    boolean lstm = cell == Cell.LSTM;
    Value state = lstm ? initial(CELL, "initial_c", direction, batch) : hidden;
    Value peephole = lstm ? peephole(direction) : bias;
    return node.add(
        output ->
            new Recurrent(
                cell,
                input,
                weights,
                recurrence,
                bias,
                recurrenceBias,
                hidden,
                state,
                peephole,
                reverse,
                result,
                0,
                output,
                node.source()));
  }

  /** [dirs,rows,columns] of one direction, as a matrix. */
  private Value matrix(Value all, int direction) {
    Value part = Parts.part(node, all, 0, direction, 1);
    return node.reshape(part, Shape.of(all.shape().dim(1), all.shape().dim(2)));
  }

  private Value bias(int direction, int start, int rows) {
    if (!node.has(BIAS)) {
      return Bias.zeros(node, rows);
    }
    Value all = node.weights(BIAS, "bias");
    requireShape(all, directions, 2 * rows);
    Value part = Parts.part(node, Parts.part(node, all, 0, direction, 1), 1, start, rows);
    return node.reshape(part, Shape.of(rows));
  }

  private Value peephole(int direction) {
    if (!node.has(PEEPHOLE)) {
      return Bias.zeros(node, 3 * size);
    }
    Value all = node.weights(PEEPHOLE, "peepholes");
    requireShape(all, directions, 3 * size);
    return node.reshape(Parts.part(node, all, 0, direction, 1), Shape.of(3 * size));
  }

  private Value initial(int operand, String name, int direction, int batch) {
    if (!node.has(operand)) {
      Shape shape = Shape.of(batch, size);
      return node.constant(node.source().name() + "." + name, shape, new float[shape.size()]);
    }
    Value given = node.input(operand);
    if (given.shape().rank() != 3) {
      throw new ShapeException(name + " " + given.shape());
    }
    Value all = batchFirst ? node.transpose(given, 1, 0, 2) : given;
    requireShape(all, directions, batch, size);
    return matrix(all, direction);
  }

  private Value join(List<Value> parts, int axis) {
    return parts.size() == 1
        ? parts.get(0)
        : node.add(output -> new Concat(parts, axis, output, node.source()));
  }

  private String direction() {
    String direction = node.attributes().text("direction", "forward");
    if (!List.of("forward", "reverse", "bidirectional").contains(direction)) {
      throw node.unsupported("direction " + direction, "forward, reverse or bidirectional");
    }
    return direction;
  }

  private void requireWholeSequences() {
    int steps = input.shape().dim(0);
    if (node.has(LENGTHS)
        && node.integers(LENGTHS, "sequence_lens").stream().anyMatch(n -> n != steps)) {
      throw node.unsupported("sequences shorter than " + steps, "sequences of one length");
    }
  }

  private static void requireShape(Value value, int... dims) {
    if (!value.shape().equals(Shape.of(dims))) {
      throw new ShapeException(value.shape() + " instead of " + Shape.of(dims));
    }
  }

  /**
   * The activations, in lower case, of all directions, which must be alike.
   *
   * @param standard those that ONNX names as default, of one direction
   */
  static List<String> activations(NodeContext node, List<String> standard) {
    List<String> given = node.attributes().texts("activations").orElse(standard);
    List<String> first = given.subList(0, Math.min(standard.size(), given.size()));
    for (int i = 0; i < given.size(); i++) {
      if (!given.get(i).equals(first.get(i % first.size()))) {
        throw node.unsupported("activations " + given, "the same in both directions");
      }
    }
    return first;
  }
}
