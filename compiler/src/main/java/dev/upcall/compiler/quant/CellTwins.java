package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Recurrent.Result;
import dev.upcall.core.calibration.Observer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Beside each LSTM of a graph one that gives its cell state, so that calibration sees what the
 * network itself keeps to itself.
 */
final class CellTwins {
  private final Graph graph;
  private final Map<Integer, Integer> cells = new HashMap<>();

  CellTwins(Graph given) {
    List<Op> ops = new ArrayList<>();
    int next = given.nextId();
    for (Op op : given.ops()) {
      ops.add(op);
      if (op instanceof Recurrent lstm && lstm.cell() == Cell.LSTM) {
        Value cell = new Value(next++, op.output().name() + ".cell", op.output().type());
        cells.put(op.output().id(), cell.id());
        ops.add(lstm.giving(Result.CELL, cell));
      }
    }
    this.graph =
        new Graph(
            given.name(), given.inputs(), given.outputs(), ops, given.constants(), given.states());
  }

  /** The graph with the twins. */
  Graph graph() {
    return graph;
  }

  /** The greatest magnitude of an LSTM's cell state, as {@code observers} of that graph saw it. */
  double greatest(Recurrent lstm, Map<Integer, Observer> observers) {
    Observer seen = observers.get(cells.get(lstm.output().id()));
    return Math.max(-seen.min(), seen.max());
  }
}
