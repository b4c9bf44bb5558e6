package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;
import java.util.Locale;

/**
 * A recurrent layer as one loop over time, so that its weights are stored once: input [T,N,I],
 * weights [G*H,I], recurrence [G*H,H], bias and recurrenceBias [G*H], initialHidden [N,H], output
 * [T,N,H], the hidden state after each step. G and the order of the gates are the {@link Cell}'s;
 * the equations are ONNX's (operators RNN, GRU and LSTM).
 *
 * @param initialCell [N,H] for {@link Cell#LSTM}; else the same value as initialHidden, unused
 * @param peephole [3*H], input, output and forget gate, zeros where there is none, for {@link
 *     Cell#LSTM}; else the same value as bias, unused
 * @param reverse whether time runs backwards: output[t] is what followed from input[t..T-1]
 * @param result what the output is
 * @param cellClip greatest magnitude of an LSTM's cell state, 0 for no limit
 */
public record Recurrent(
    Cell cell,
    Value input,
    Value weights,
    Value recurrence,
    Value bias,
    Value recurrenceBias,
    Value initialHidden,
    Value initialCell,
    Value peephole,
    boolean reverse,
    Result result,
    float cellClip,
    Value output,
    SourceRef source)
    implements Op {

  /** What is computed from one step to the next. */
  public enum Cell {
    /** h = tanh(Wx + Rh + b). */
    RNN_TANH(1),
    /** h = relu(Wx + Rh + b). */
    RNN_RELU(1),
    /** Gates update, reset, hidden; the reset gate is applied to h before the recurrence. */
    GRU(3),
    /** As {@link #GRU}, with the reset gate applied behind the recurrence and its bias. */
    GRU_RESET_AFTER(3),
    /** Gates input, output, forget, cell; with peepholes from the cell state. */
    LSTM(4);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }

    /** G. */
    public int gates() {
      return gates;
    }
  }

  /** What of a recurrent layer's values its one output is. */
  public enum Result {
    /** The hidden state after every step, [T,N,H]. */
    HIDDEN,
    /** The cell state after every step, [T,N,H]; of an LSTM. */
    CELL
  }

  @Override
  public List<Value> inputs() {
    return List.of(
        input, weights, recurrence, bias, recurrenceBias, initialHidden, initialCell, peephole);
  }

  @Override
  public Recurrent with(List<Value> in, Value newOutput) {
    return new Recurrent(
        cell, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), in.get(6),
        in.get(7), reverse, result, cellClip, newOutput, source);
  }

  /** The same layer, whose output is another of its values. */
  public Recurrent giving(Result newResult, Value newOutput) {
    return new Recurrent(
        cell,
        input,
        weights,
        recurrence,
        bias,
        recurrenceBias,
        initialHidden,
        initialCell,
        peephole,
        reverse,
        newResult,
        cellClip,
        newOutput,
        source);
  }

  @Override
  public String mnemonic() {
    return "recurrent";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add("cell", cell.name().toLowerCase(Locale.ROOT))
        .addUnless(false, "reverse", reverse)
        .addUnless(Result.HIDDEN, "result", result)
        .addUnless(0f, "clip", cellClip)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = Shapes.requireRank(input, 3, "input");
    Shape w = Shapes.requireRank(weights, 2, "weights");
    Shape r = Shapes.requireRank(recurrence, 2, "recurrence");
    int hidden = r.dim(1);
    int rows = Math.multiplyExact(cell.gates(), hidden);
    Shapes.require(
        w.equals(Shape.of(rows, in.dim(2))) && r.dim(0) == rows,
        "input %s, weights %s (as [%d*H,I]), recurrence %s",
        in,
        w,
        cell.gates(),
        r);
    Shapes.requireShape(bias, Shape.of(rows), "bias");
    Shapes.requireShape(recurrenceBias, Shape.of(rows), "recurrence's bias");
    Shapes.requireShape(initialHidden, Shape.of(in.dim(1), hidden), "initial state");
    if (cell == Cell.LSTM) {
      Shapes.requireShape(initialCell, Shape.of(in.dim(1), hidden), "initial cell state");
      Shapes.requireShape(peephole, Shape.of(Math.multiplyExact(3, hidden)), "peepholes");
    } else {
      Shapes.require(result == Result.HIDDEN, "cell state of %s", cell);
    }
    return Shape.of(in.dim(0), in.dim(1), hidden);
  }
}
