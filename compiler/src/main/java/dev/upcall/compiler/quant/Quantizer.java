package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.core.calibration.Observer;
import dev.upcall.core.calibration.RangeRule;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Post-training quantisation of a float graph, by the TFLite specification
 * (tensorflow.org/lite/performance/quantization_spec): activations per tensor, from what
 * calibration data show, int8 asymmetric or int16 symmetric; weights and biases as {@link
 * WeightQuantizer} says.
 */
public final class Quantizer {
  /** Beyond, products of scales leave the range of float. */
  static final double MAX_MAGNITUDE = 0x1p40;

  /** How much finer an output's step may be than its operands': far within 32-bit arithmetic. */
  private static final double MAX_MAGNIFICATION = 1 << 10;

  private final Graph graph;
  private final ActivationRules rules;

  /** The greatest magnitude of an LSTM's cell state. */
  private final ToDoubleFunction<Recurrent> cells;

  private final Map<Integer, Value> quantized = new HashMap<>();
  private final Map<Integer, ConstantData> constants = new HashMap<>();
  private final QuantOptions options;
  private final Optional<SampleFlow> flow;
  private int nextId;

  private Quantizer(
      Graph graph,
      ActivationRules rules,
      ToDoubleFunction<Recurrent> cells,
      QuantOptions options,
      Optional<SampleFlow> flow) {
    this.graph = graph;
    this.rules = rules;
    this.cells = cells;
    this.options = options;
    this.flow = flow;
    this.nextId = graph.nextId();
  }

  /** As {@link #quantize(Graph, QParams, List, QuantOptions)} by {@link QuantOptions#STANDARD}. */
  public static QuantGraph quantize(Graph graph, QParams input, List<float[]> calibration) {
    return quantize(graph, input, calibration, QuantOptions.STANDARD);
  }

  /**
   * @param graph after {@link dev.upcall.compiler.pass.Passes}, as {@link QuantForm} has it, with
   *     one input
   * @param input how the graph's input is quantised; a function of the manifest alone
   * @param calibration real-valued samples, row-major in the graph's input shape
   * @throws dev.upcall.core.diagnostic.UpcallException with a code UP22xx for data or operators
   *     that cannot be quantised
   */
  public static QuantGraph quantize(
      Graph graph, QParams input, List<float[]> calibration, QuantOptions options) {
    if (graph.inputs().size() != 1 || !graph.states().isEmpty()) {
      throw Diagnostic.of(QuantCode.INTERFACE)
          .at("%s", graph.name())
          .found("%d inputs and %d states", graph.inputs().size(), graph.states().size())
          .need("one input and no state")
          .fix("join the inputs in the model; quantise a streaming model before it comes here")
          .toException();
    }
    CellTwins cells = new CellTwins(graph);
    Map<Integer, Observer> observers = new Calibrator(cells.graph()).observe(calibration);
    // 16 bits need no clipping.
    RangeRule rule =
        options.activations() == Activations.INT16 ? RangeRule.MIN_MAX : options.calibrator();
    ActivationRules rules = new ActivationRules(graph, observers, rule);
    Optional<SampleFlow> flow =
        options.needsSamples()
            ? Optional.of(new SampleFlow(graph, input, calibration))
            : Optional.empty();
    ToDoubleFunction<Recurrent> greatest = lstm -> cells.greatest(lstm, observers);
    return new Quantizer(graph, rules, greatest, options, flow).run(input);
  }

  private QuantGraph run(QParams inputQuantization) {
    Value given = graph.inputs().get(0);
    Value input =
        given.withType(TensorType.quantized(DType.INT8, given.shape(), inputQuantization));
    quantized.put(input.id(), input);
    List<Op> ops = new ArrayList<>();
    for (Op op : graph.ops()) {
      rules.requireQuantizable(op);
      Op typed = typed(op);
      flow.ifPresent(samples -> samples.advance(op, typed, constants));
      ops.add(typed);
    }
    List<Value> outputs = graph.outputs().stream().map(this::activation).toList();
    return new QuantGraph(new Graph(graph.name(), List.of(input), outputs, ops, constants));
  }

  private Op typed(Op op) {
    if (op instanceof Recurrent recurrent) {
      return recurrent(recurrent);
    }
    return op instanceof Linear linear ? linear(op, linear) : other(op);
  }

  private Op recurrent(Recurrent op) {
    Value input = activation(op.input());
    if (options.activations() == Activations.INT16) {
      throw rules.refuse(op, "int16 activations", "int8 activations, beside a state of 16 bits");
    }
    Value output = define(op.output(), rules.output(op, input.type(), DType.INT8, 0));
    double cell = op.cell() == Recurrent.Cell.LSTM ? cells.applyAsDouble(op) : 0;
    return new RecurrentQuantizer(graph, rules, (type, data) -> weight(op.weights(), type, data))
        .quantize(op, input, output, cell);
  }

  private Op linear(Op op, Linear linear) {
    Value input = activation(linear.input());
    float[] weights = graph.constant(linear.weights()).toFloats();
    float[] bias = graph.constant(linear.bias()).toFloats();
    rules.requireMagnitude(linear.weights(), weights, MAX_MAGNITUDE);
    rules.requireMagnitude(linear.bias(), bias, MAX_MAGNITUDE);
    QParams in = input.type().qparams();
    int bits = options.weights().of(op);
    WeightQuantizer quantizer = new WeightQuantizer(linear, weights, bias, in.scale(), bits);
    TensorType output =
        rules.output(op, input.type(), dtype(op.output()), quantizer.accumulatorStep());
    QParams out = output.qparams();
    float[] scales = quantizer.scales(out.scale());
    byte[] steps = steps(quantizer, scales, linear);
    double[] shift =
        options.correctBias() && LayerPatches.supports(linear)
            ? shift(flow.orElseThrow(), linear, weights, steps, scales)
            : new double[bias.length];
    WeightQuantizer.Result result = quantizer.result(scales, steps, shift);
    boolean wide = output.dtype() == DType.INT16;
    if (!wide) {
      rules.requireAccumulator(op, WeightQuantizer.accumulatorBound(linear, result));
    }
    DType biases = wide ? DType.INT64 : DType.INT32;
    Value w =
        weight(
            linear.weights(),
            new TensorType(
                bits == 4 ? DType.INT4 : DType.INT8,
                linear.weights().shape(),
                result.weightQuantization()),
            ConstantData.ofRaw(bits == 4 ? DType.INT4 : DType.INT8, result.weights()));
    Value b =
        weight(
            linear.bias(),
            new TensorType(biases, linear.bias().shape(), result.biasQuantization()),
            ConstantData.ofLongs(biases, result.bias()));
    Op typed = op.with(List.of(input, w, b), define(op.output(), output));
    rules.requireArithmetic(typed);
    return typed;
  }

  private byte[] steps(WeightQuantizer quantizer, float[] scales, Linear linear) {
    if (options.rounding() == WeightRounding.NEAREST || !LayerPatches.supports(linear)) {
      return quantizer.nearest(scales);
    }
    LayerPatches patches = new LayerPatches(linear);
    if (patches.taps() > ErrorFeedback.MAX_TAPS) {
      return quantizer.nearest(scales);
    }
    List<float[]> inputs = flow.orElseThrow().rounded(linear.input());
    return quantizer.withFeedback(
        scales, patches, new PatchMoments(patches, inputs).secondMoments());
  }

  /** What the mean of each channel, before its activation, loses on the samples. */
  private static double[] shift(
      SampleFlow flow, Linear linear, float[] weights, byte[] steps, float[] scales) {
    LayerPatches patches = new LayerPatches(linear);
    double[][] exact = new PatchMoments(patches, flow.exact(linear.input())).means();
    double[][] rounded = new PatchMoments(patches, flow.rounded(linear.input())).means();
    double[] shift = new double[scales.length];
    for (int c = 0; c < shift.length; c++) {
      int group = patches.group(c);
      for (int tap = 0; tap < patches.taps(); tap++) {
        int i = patches.weight(c, tap);
        shift[c] += weights[i] * exact[group][tap];
        shift[c] -= steps[i] * (double) scales[c] * rounded[group][tap];
      }
    }
    return shift;
  }

  private Op other(Op op) {
    List<Value> operands = op.inputs().stream().map(this::operand).toList();
    double largest = 0;
    for (Value operand : operands.stream().filter(v -> v.type().isQuantized()).toList()) {
      largest = Math.max(largest, operand.type().qparams().scale());
    }
    TensorType first = operands.get(0).type();
    // What is normalised has steps that do not depend on its operand's.
    double step =
        op instanceof Standardize ? StandardizeScaling.MIN_STEP : largest / MAX_MAGNIFICATION;
    TensorType out = rules.output(op, first, dtype(op.output()), step);
    Value output = define(op.output(), out);
    // By a table: a clamp's arithmetic rounds twice, and has none for a much finer step.
    Op typed =
        isRescaling(op, first, out)
            ? Unary.rescaling(operands.get(0), output, op.source())
            : op.with(operands, output);
    rules.requireArithmetic(typed);
    return typed;
  }

  private static boolean isRescaling(Op op, TensorType in, TensorType out) {
    return op instanceof Clamp clamp
        && clamp.activation().equals(Activation.NONE)
        && in.dtype() == DType.INT8
        && out.dtype() == DType.INT8;
  }

  /** An activation, or constant indices as they are. */
  private Value operand(Value value) {
    if (graph.isConstant(value) && value.type().dtype().isInteger()) {
      constants.put(value.id(), graph.constant(value));
      return value;
    }
    return activation(value);
  }

  /** A value computed before, or a constant that is added to one. */
  private Value activation(Value value) {
    return graph.isConstant(value)
        ? quantized.computeIfAbsent(value.id(), id -> constant(value))
        : quantized.get(value.id());
  }

  private Value constant(Value value) {
    float[] elements = graph.constant(value).toFloats();
    TensorType type = rules.constant(value, dtype(value));
    constants.put(value.id(), Steps.data(type, elements));
    return value.withType(type);
  }

  /** The network's output is int8 like its input; what lies between is as the options say. */
  private DType dtype(Value value) {
    boolean output = graph.outputs().contains(value);
    return options.activations() == Activations.INT16 && !output ? DType.INT16 : DType.INT8;
  }

  private Value define(Value value, TensorType type) {
    Value typed = value.withType(type);
    quantized.put(value.id(), typed);
    return typed;
  }

  /** Weights get new ids: an operator that shares them may have another input scale. */
  private Value weight(Value like, TensorType type, ConstantData data) {
    Value value = new Value(nextId++, like.name(), type);
    constants.put(value.id(), data);
    return value;
  }
}
