package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.RecurrentScaling;
import dev.upcall.compiler.quant.ShortCurve;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the layers of upcall_recurrent: their numbers and constant arrays. */
final class RecurrentLayers {
  private final Graph graph;
  private final List<CArray> arrays;

  /**
   * @param arrays gets the arrays that layers refer to
   */
  RecurrentLayers(Graph graph, List<CArray> arrays) {
    this.graph = graph;
    this.arrays = arrays;
  }

  /**
   * @param scratch expression of the layer's memory
   */
  CRecurrent make(Recurrent op, CLayerHead head, String scratch) {
    RecurrentScaling scaling = RecurrentScaling.of(op);
    boolean lstm = op.cell() == Cell.LSTM;
    String name = head.weights();
    arrays.add(bytes(name, op.weights()));
    arrays.add(bytes(name + "_recurrence", op.recurrence()));
    arrays.add(CArray.ofInts(name + "_bias", biases(op)));
    List<FixedPoint> factors =
        Stream.concat(scaling.weights().stream(), scaling.recurrence().stream()).toList();
    int[] multipliers = factors.stream().mapToInt(FixedPoint::multiplier).toArray();
    arrays.add(CArray.ofInts(name + "_multiplier", multipliers));
    byte[] shifts = new byte[factors.size()];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = (byte) factors.get(i).shift();
    }
    arrays.add(CArray.ofBytes(name + "_shift", shifts));
    arrays.add(bytes(name + "_hidden", op.initialHidden()));
    if (lstm) {
      arrays.add(bytes(name + "_cell", op.initialCell()));
    }
    ShortCurve curve = ShortCurve.ofPower(true, scaling.cellPower());
    return new CRecurrent(
        head,
        "UPCALL_" + op.cell().name(),
        op.cell().ordinal(),
        op.input().shape().dim(0),
        op.input().shape().dim(1),
        op.input().shape().dim(2),
        op.recurrence().shape().dim(1),
        op.cell().gates(),
        op.reverse() ? 1 : 0,
        Layers.zeroPoint(op.initialHidden()),
        CFactor.of(scaling.product()),
        CFactor.of(scaling.output()),
        CFactor.of(scaling.inverse()),
        new CFactor(curve.multiplier(), curve.shift()),
        scaling.cellClip(),
        name,
        lstm ? name + "_cell" : "0",
        scratch);
  }

  /** Those of both matrices, each less the products of its rows with the operand's zero point. */
  private int[] biases(Recurrent op) {
    int[] input = folded(op.bias(), op.weights(), Layers.zeroPoint(op.input()));
    int[] hidden =
        folded(op.recurrenceBias(), op.recurrence(), Layers.zeroPoint(op.initialHidden()));
    return IntStream.concat(IntStream.of(input), IntStream.of(hidden)).toArray();
  }

  private int[] folded(Value bias, Value matrix, int zeroPoint) {
    return LayerArrays.foldZeroPoint(
        graph.constant(bias).toInts(), graph.constant(matrix).toBytes(), zeroPoint);
  }

  private CArray bytes(String name, Value constant) {
    return CArray.ofBytes(name, graph.constant(constant).toBytes());
  }
}
