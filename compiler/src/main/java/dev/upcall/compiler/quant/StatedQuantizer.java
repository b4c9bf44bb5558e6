package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a graph that states its own quantisation (see {@link
 * dev.upcall.compiler.pass.Passes#stated}) to the integer graph of those scales and zero points.
 * What the model computes in floats between roundings is computed in TFLite's integer arithmetic,
 * so that outputs differ by a step now and then.
 */
public final class StatedQuantizer {
  private final Graph graph;
  private final StatedRanges ranges;
  private final Map<Integer, Value> quantized = new HashMap<>();
  private final Map<Integer, ConstantData> constants = new HashMap<>();
  private final List<Op> ops = new ArrayList<>();
  private int nextId;

  private StatedQuantizer(Graph graph, StatedRanges ranges) {
    this.graph = graph;
    this.ranges = ranges;
    this.nextId = graph.nextId();
  }

  /** Whether a graph states so much that no samples are needed. */
  public static boolean isComplete(Graph graph) {
    return new StatedRanges(graph, List.of()).open().isEmpty();
  }

  /**
   * @param samples real-valued, row-major in the graph's input shape, for values without a
   *     quantisation; may be none where {@link #isComplete}
   * @throws UpcallException UP2206 and UP2207 for what has no integer form, or no quantisation
   */
  public static QuantGraph quantize(Graph graph, List<float[]> samples) {
    StatedRanges ranges = new StatedRanges(graph, samples);
    if (samples.isEmpty()) {
      requireNone(graph, ranges.open());
    }
    return new StatedQuantizer(graph, ranges).run();
  }

  private QuantGraph run() {
    List<Value> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      QParams q = ranges.of(input).orElseThrow();
      inputs.add(define(input, q));
    }
    Diagnostics problems = new Diagnostics();
    for (Op op : graph.ops()) {
      requireIntegers(op, problems);
    }
    problems.throwIfAny();
    for (Op op : graph.ops()) {
      Optional<QParams> steps = StatedRanges.steps(op);
      if (steps.isPresent()) {
        round(op, steps.get());
      } else {
        emit(op instanceof Linear linear ? linear(op, linear) : other(op));
      }
    }
    List<Value> outputs =
        graph.outputs().stream().map(output -> quantized.get(output.id())).toList();
    return new QuantGraph(new Graph(graph.name(), inputs, outputs, ops, constants));
  }

  /**
   * The operator before it gave these steps already, unless its arithmetic has steps of its own.
   */
  private void round(Op op, QParams steps) {
    Value x = quantized.get(op.inputs().get(0).id());
    boolean ends = graph.outputs().contains(op.output()) && producer(x) instanceof Softmax;
    boolean done = ends || x.type().qparams().equals(steps);
    quantized.put(op.output().id(), done ? x : rescaled(op, x, op.output(), steps));
  }

  private Op producer(Value value) {
    return ops.stream().filter(op -> op.output().equals(value)).findFirst().orElse(null);
  }

  /** A value in other steps. */
  private Value rescaled(Op op, Value x, Value like, QParams steps) {
    Value out = like.withType(TensorType.quantized(DType.INT8, x.shape(), steps));
    emit(Unary.rescaling(x, out, op.source()));
    return out;
  }

  private Op linear(Op op, Linear linear) {
    Value input = quantized.get(linear.input().id());
    QParams out = ranges.of(op.output()).orElseThrow();
    WeightQuantizer.Result result =
        StatedWeights.of(
            linear,
            graph.constant(linear.weights()).toFloats(),
            graph.constant(linear.bias()).toFloats(),
            input.type().qparams().scale(),
            out.scale());
    long bound = WeightQuantizer.accumulatorBound(linear, result);
    if (bound > Integer.MAX_VALUE) {
      throw refuse(op, "sums of up to " + bound, "sums of up to " + Integer.MAX_VALUE)
          .toException();
    }
    TensorType type =
        new TensorType(DType.INT8, linear.weights().shape(), result.weightQuantization());
    Value w = constant(linear.weights(), type, ConstantData.ofBytes(result.weights()));
    TensorType biasType =
        new TensorType(DType.INT32, linear.bias().shape(), result.biasQuantization());
    Value b = constant(linear.bias(), biasType, ConstantData.ofLongs(DType.INT32, result.bias()));
    return op.with(List.of(input, w, b), define(op.output(), out));
  }

  private Op other(Op op) {
    List<Value> operands = new ArrayList<>(op.inputs().stream().map(this::operand).toList());
    QParams first =
        operands.stream()
            .filter(operand -> !constants.containsKey(operand.id()))
            .findFirst()
            .orElse(operands.get(0))
            .type()
            .qparams();
    QParams out;
    if (SharedRanges.keeps(op)) {
      out = first;
    } else {
      out =
          StatedRanges.fixed(op)
              .or(() -> ranges.of(op.output()))
              .or(() -> StatedRanges.natural(op))
              .orElse(first);
    }
    if (SharedRanges.joins(op)) {
      operands.replaceAll(operand -> joined(op, operand, out));
    }
    return op.with(operands, define(op.output(), out));
  }

  /** An operand as one of those wants it that want all alike. */
  private Value joined(Op op, Value operand, QParams steps) {
    if (operand.type().qparams().equals(steps)) {
      return operand;
    }
    if (constants.containsKey(operand.id())) {
      float[] elements = ConstantReals.of(op, operand, constants).floats();
      TensorType type = TensorType.quantized(DType.INT8, operand.shape(), steps);
      return constant(operand, type, ConstantData.ofBytes(steps.quantize(elements)));
    }
    Value like = new Value(nextId++, operand.name(), operand.type());
    return rescaled(op, operand, like, steps);
  }

  private Value operand(Value value) {
    if (!graph.isConstant(value)) {
      return quantized.get(value.id());
    }
    if (value.type().dtype().isInteger()) {
      constants.put(value.id(), graph.constant(value));
      return value;
    }
    float[] elements = graph.constant(value).toFloats();
    QParams q = Grid.asymmetric(elements).orElseGet(() -> covering(elements));
    TensorType type = TensorType.quantized(DType.INT8, value.shape(), q);
    return constant(value, type, ConstantData.ofBytes(q.quantize(elements)));
  }

  private static QParams covering(float[] elements) {
    Observer seen = new Observer();
    seen.observe(elements);
    return RangeRule.MIN_MAX.choose(seen).asymmetric();
  }

  private void emit(Op op) {
    try {
      IntegerForm.require(op);
    } catch (IllegalArgumentException e) {
      throw refuse(op, e.getMessage(), "an operator with integer arithmetic").toException();
    }
    ops.add(op);
  }

  private Value define(Value value, QParams q) {
    Value typed = value.withType(TensorType.quantized(DType.INT8, value.shape(), q));
    quantized.put(value.id(), typed);
    return typed;
  }

  /** With a new id: what shares a constant may want other steps. */
  private Value constant(Value like, TensorType type, ConstantData data) {
    Value value = new Value(nextId++, like.name(), type);
    constants.put(value.id(), data);
    return value;
  }

  private void requireIntegers(Op op, Diagnostics problems) {
    boolean gathers = op instanceof Gather gather && graph.isConstant(gather.indices());
    List<Value> values = new ArrayList<>(gathers ? op.inputs().subList(0, 1) : op.inputs());
    values.add(op.output());
    for (Value value : values) {
      if (value.type().dtype() != DType.FLOAT32) {
        String type = value.type().dtype().irName();
        problems.add(refuse(op, type + " elements", "int8 or uint8 with one constant scale"));
        return;
      }
    }
    if (op instanceof Recurrent) {
      problems.add(refuse(op, "a recurrent layer", "layers without states between quantisations"));
    }
    if (op instanceof Linear linear
        && !(graph.isConstant(linear.weights()) && graph.isConstant(linear.bias()))) {
      problems.add(refuse(op, "computed weights", "constant weights"));
    }
  }

  private static void requireNone(Graph graph, List<Value> open) {
    Diagnostics problems = new Diagnostics();
    for (Value value : open) {
      String at =
          graph.ops().stream()
              .filter(op -> op.output().equals(value))
              .map(op -> op.source().toString())
              .findFirst()
              .orElse(graph.name());
      problems.add(
          Diagnostic.of(QuantCode.NOT_STATED, value.name())
              .at("%s", at)
              .found("a model that is quantised, but not here")
              .need("QuantizeLinear behind every operator and at the input")
              .fix(
                  "give samples with --calibration, which choose the missing ranges; or quantise"
                      + " the model whole"));
    }
    problems.throwIfAny();
  }

  private static Diagnostic refuse(Op op, String found, String need) {
    return Diagnostic.of(QuantCode.OPERATOR, op.source().opType())
        .at("%s", op.source())
        .found("%s", found)
        .need("%s", need)
        .fix("change the layer in the model, or compile it with --precision float32");
  }
}
