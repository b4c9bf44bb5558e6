package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts int8 around a network of floats, so that it can be a stage of a ladder: wire and policies
 * have int8 inputs and logits, whatever numbers lie between.
 *
 * <pre>
 *   i8 input -> cast -> - zero point -> * scale -> the network, in floats
 *            -> / scale -> round to even -> + zero point -> clip to -128..127 -> cast -> i8 logits
 * </pre>
 */
public final class QuantizedEnds {
  private final Graph graph;
  private final Map<Integer, ConstantData> constants;
  private final List<Op> ops = new ArrayList<>();
  private int nextId;

  private QuantizedEnds(Graph graph) {
    this.graph = graph;
    this.constants = new HashMap<>(graph.constants());
    this.nextId = graph.nextId();
  }

  /**
   * @param graph with one input and outputs of floats, and no state
   * @param input how its input is quantised
   * @param samples real-valued, by which the outputs' ranges are chosen
   * @param rule by which it is
   * @throws dev.upcall.core.diagnostic.UpcallException UP2201-UP2205 for samples or networks that
   *     have no range
   */
  public static FloatGraph around(
      Graph graph, QParams input, List<float[]> samples, RangeRule rule) {
    if (graph.inputs().size() != 1 || !graph.states().isEmpty()) {
      throw Diagnostic.of(QuantCode.INTERFACE)
          .at("%s", graph.name())
          .found("%d inputs and %d states", graph.inputs().size(), graph.states().size())
          .need("one input and no state")
          .fix("join them in the model")
          .toException();
    }
    Map<Integer, Observer> seen = new Calibrator(graph).observe(samples);
    List<QParams> outputs =
        graph.outputs().stream()
            .map(output -> rule.choose(seen.get(output.id())).asymmetric())
            .toList();
    return new QuantizedEnds(graph).run(input, outputs);
  }

  private FloatGraph run(QParams input, List<QParams> outputs) {
    Value reals = graph.inputs().get(0);
    Value bytes = value(reals.name(), int8(reals.shape(), input));
    SourceRef in = new SourceRef(graph.name(), -1, "input", "Dequantize");
    Value steps = value("input.steps", floats(reals.shape()));
    Value moved = value("input.moved", floats(reals.shape()));
    ops.add(new Cast(bytes, DType.FLOAT32, steps, in));
    ops.add(new Add(steps, scalar("input.zero", -input.zeroPoint()), Activation.NONE, moved, in));
    ops.add(Binary.of(BinaryKind.MUL, moved, scalar("input.scale", input.scale()), reals, in));
    ops.addAll(graph.ops());
    List<Value> logits = new ArrayList<>();
    for (Value output : graph.outputs()) {
      logits.add(quantize(output, outputs.get(logits.size())));
    }
    return new FloatGraph(new Graph(graph.name(), List.of(bytes), logits, ops, constants));
  }

  private Value quantize(Value reals, QParams qparams) {
    SourceRef out = new SourceRef(graph.name(), -1, "output", "Quantize");
    TensorType floats = floats(reals.shape());
    Value steps = value("output.steps", floats);
    Value rounded = value("output.rounded", floats);
    Value moved = value("output.moved", floats);
    Value clipped = value("output.clipped", floats);
    Value logits = value(reals.name(), int8(reals.shape(), qparams));
    ops.add(Binary.of(BinaryKind.DIV, reals, scalar("output.scale", qparams.scale()), steps, out));
    ops.add(Unary.of(UnaryKind.ROUND, steps, rounded, out));
    Value zero = scalar("output.zero", qparams.zeroPoint());
    ops.add(new Add(rounded, zero, Activation.NONE, moved, out));
    ops.add(
        new Unary(UnaryKind.CLIP, moved, DType.INT8.lowest(), DType.INT8.highest(), clipped, out));
    ops.add(new Cast(clipped, DType.INT8, logits, out));
    return logits;
  }

  private Value scalar(String name, float number) {
    Value value = value(name, floats(Shape.of()));
    constants.put(value.id(), ConstantData.ofFloats(new float[] {number}));
    return value;
  }

  private Value value(String name, TensorType type) {
    return new Value(nextId++, name, type);
  }

  private static TensorType floats(Shape shape) {
    return TensorType.of(DType.FLOAT32, shape);
  }

  private static TensorType int8(Shape shape, QParams qparams) {
    return TensorType.quantized(DType.INT8, shape, qparams);
  }
}
