package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Builds quantised graphs by hand, with seeded weights, biases and scales such that outputs use
 * their whole range.
 */
public final class QuantGraphMaker {
  private final GraphBuilder builder;
  private final RandomGenerator random;
  private int operators;
  private boolean fourBits;
  private boolean positive;
  private boolean shorts;
  private boolean symmetric;
  private boolean small;

  public QuantGraphMaker(String name, RandomGenerator random) {
    this.builder = new GraphBuilder(name);
    this.random = random;
  }

  /** Weights made from now on have 4 bits. */
  public QuantGraphMaker withFourBits() {
    fourBits = true;
    return this;
  }

  /** Of weights made from now on none is -128, as TFLite's quantisation has it. */
  public QuantGraphMaker withSymmetricWeights() {
    symmetric = true;
    return this;
  }

  /** Weights made from now on are within -16..15. */
  public QuantGraphMaker withSmallWeights() {
    small = true;
    return this;
  }

  /** Activations made from now on have 16 bits and the zero point 0. */
  public QuantGraphMaker withShorts() {
    shorts = true;
    return this;
  }

  /** Activations made from now on have 8 bits, as they have at first. */
  public QuantGraphMaker withBytes() {
    shorts = false;
    return this;
  }

  /** Outputs from now on have the zero point -128, as calibration gives it to those of a RELU. */
  public QuantGraphMaker withPositiveOutputs() {
    positive = true;
    return this;
  }

  public Value input(int... dims) {
    return builder.input("input", quantized(Shape.of(dims), qparams()));
  }

  public Value conv(
      Value x, int channels, int kernelH, int kernelW, Window window, int groups, Activation act) {
    Shape weights = Shape.of(channels, kernelH, kernelW, x.shape().dim(3) / groups);
    int depth = weights.size() / channels;
    Value w = weights(weights, channels);
    Value b = bias(channels, depth);
    return add(
        "conv",
        output(accumulated(x, depth)),
        out -> new Conv2D(x, w, b, window, groups, act, out, source("Conv")));
  }

  public Value depthwise(
      Value x, int multiplier, int kernelH, int kernelW, Window window, Activation act) {
    int channels = x.shape().dim(3) * multiplier;
    Value w = weights(Shape.of(1, kernelH, kernelW, channels), channels);
    Value b = bias(channels, kernelH * kernelW);
    return add(
        "depthwise",
        output(accumulated(x, kernelH * kernelW)),
        out -> new DepthwiseConv2D(x, w, b, window, act, out, source("Conv")));
  }

  public Value fullyConnected(Value x, int channels, Activation act) {
    int depth = x.shape().dim(-1);
    Value w = weights(Shape.of(channels, depth), channels);
    Value b = bias(channels, depth);
    return add(
        "fc",
        output(accumulated(x, depth)),
        out -> new FullyConnected(x, w, b, act, out, source("Gemm")));
  }

  /** A recurrent layer of any states before its first step; an LSTM may clip its cell state. */
  public Value recurrent(Value x, Recurrent.Cell cell, int size, boolean reverse) {
    int rows = cell.gates() * size;
    int batch = x.shape().dim(1);
    boolean lstm = cell == Recurrent.Cell.LSTM;
    QParams hidden = new QParams(1f / 120, random.nextInt(-20, 20));
    Value weights = rows(Shape.of(rows, x.shape().dim(2)));
    Value recurrence = rows(Shape.of(rows, size));
    Value bias = bias(rows, x.shape().dim(2));
    Value recurrenceBias = bias(rows, size);
    Value initial = constant(quantized(Shape.of(batch, size), hidden));
    QParams step = new QParams(Math.scalb(1f, -random.nextInt(9, 15)), 0);
    Value state =
        lstm ? constant(TensorType.quantized(DType.INT16, Shape.of(batch, size), step)) : initial;
    Value peephole = lstm ? bias(3 * size, 1) : bias;
    float clip = lstm && random.nextBoolean() ? 0.5f : 0;
    return add(
        "recurrent",
        hidden,
        out ->
            new Recurrent(
                cell,
                x,
                weights,
                recurrence,
                bias,
                recurrenceBias,
                initial,
                state,
                peephole,
                reverse,
                Recurrent.Result.HIDDEN,
                clip,
                out,
                source("LSTM")));
  }

  /** Weights with a scale for each row. */
  private Value rows(Shape shape) {
    byte[] bytes = new byte[shape.size()];
    random.nextBytes(bytes);
    List<QParams> scales = new ArrayList<>();
    for (int i = 0; i < shape.dim(0); i++) {
      scales.add(new QParams(0.002f + 0.01f * random.nextFloat(), 0));
    }
    Value value = builder.newValue("w" + operators, new TensorType(DType.INT8, shape, scales));
    builder.addConstant(value, ConstantData.ofBytes(bytes));
    return value;
  }

  public Value add(Value left, Value right, Activation act) {
    float scale = left.type().qparams().scale() + right.type().qparams().scale();
    return add("add", output(scale * 0.7f), out -> new Add(left, right, act, out, source("Add")));
  }

  public Value maxPool(Value x, int kernelH, int kernelW, Window window, Activation act) {
    return add(
        "max",
        x.type().qparams(),
        out -> new MaxPool2D(x, kernelH, kernelW, window, act, out, source("MaxPool")));
  }

  public Value averagePool(
      Value x, int kernelH, int kernelW, Window window, boolean countPadding, Activation act) {
    return add(
        "average",
        x.type().qparams(),
        out ->
            new AveragePool2D(
                x, kernelH, kernelW, window, countPadding, act, out, source("AveragePool")));
  }

  public Value mean(Value x, List<Integer> axes, boolean keepDims) {
    float scale = x.type().qparams().scale() * (0.3f + random.nextFloat());
    return add("mean", output(scale), out -> new Mean(x, axes, keepDims, out, source("Mean")));
  }

  public Value clamp(Value x, Activation act) {
    float scale = x.type().qparams().scale() * (0.5f + random.nextFloat());
    return add("clamp", output(scale), out -> new Clamp(x, act, out, source("Relu")));
  }

  public Value reshape(Value x, int... dims) {
    TensorType type = quantized(Shape.of(dims), x.type().qparams());
    Value out = builder.newValue("reshape" + operators++, type);
    builder.add(new Reshape(x, out, source("Reshape")));
    return out;
  }

  public Value transpose(Value x, List<Integer> permutation) {
    return add(
        "transpose",
        x.type().qparams(),
        out -> new Transpose(x, permutation, out, source("Transpose")));
  }

  public Value pad(Value x, List<Pad.Extent> padding, float value) {
    return add("pad", x.type().qparams(), out -> new Pad(x, padding, value, out, source("Pad")));
  }

  /** At most {@code count} rows of an image from one of them on. */
  public Value rows(Value x, int first, int count) {
    List<Integer> starts = List.of(0, first, 0, 0);
    List<Integer> sizes =
        List.of(1, Math.min(count, x.shape().dim(1) - first), x.shape().dim(2), x.shape().dim(3));
    List<Integer> steps = List.of(1, 1, 1, 1);
    return like("rows", x, out -> new Slice(x, starts, steps, sizes, out, source("Slice")));
  }

  /** Values of one quantisation, one behind the other. */
  public Value concat(List<Value> parts, int axis) {
    return like("concat", parts.get(0), out -> new Concat(parts, axis, out, source("Concat")));
  }

  public Value softmax(Value x, float beta) {
    return add(
        "softmax",
        new QParams(1f / 256, -128),
        out -> new Softmax(x, beta, out, source("Softmax")));
  }

  /** An operator that {@code maker} makes, whose output is quantised so. */
  public Value any(String name, QParams output, Function<Value, Op> maker) {
    return add(name, output, maker);
  }

  /** As {@link #any}, of the input's quantisation. */
  public Value like(String name, Value x, Function<Value, Op> maker) {
    return add(name, x.type().qparams(), maker);
  }

  /** As {@link #any}, of int32 indices. */
  public Value indexed(Function<Value, Op> maker) {
    TensorType type = TensorType.quantized(DType.INT32, Shape.of(), new QParams(1, 0));
    Op draft = maker.apply(builder.newValue("indexed", type));
    Value out = builder.newValue("indexed" + operators++, type.withShape(draft.inferShape()));
    builder.add(draft.with(draft.inputs(), out));
    return out;
  }

  /** A constant of indices. */
  public Value indices(int... indices) {
    return builder.constant("indices", Shape.of(indices.length), ConstantData.ofInts(indices));
  }

  public Value transposeConv(
      Value x, int channels, int kernel, Window window, int height, int width) {
    int depth = x.shape().dim(3);
    Value w = weights(Shape.of(channels, kernel, kernel, depth), channels);
    Value b = bias(channels, depth);
    return add(
        "transposed",
        output(accumulated(x, depth * kernel)),
        out ->
            new TransposeConv2D(
                x, w, b, window, height, width, 1, Activation.NONE, out, source("Deconv")));
  }

  /** Where an operator of a test comes from. */
  public SourceRef origin() {
    return source("Made");
  }

  /** A constant int8 activation. */
  public Value constant(int... dims) {
    return constant(quantized(Shape.of(dims), qparams()));
  }

  private Value constant(TensorType type) {
    byte[] bytes = new byte[type.bytes()];
    random.nextBytes(bytes);
    Value value = builder.newValue("constant" + operators++, type);
    builder.addConstant(value, ConstantData.ofRaw(type.dtype(), bytes));
    return value;
  }

  public QuantGraph build(Value... outputs) {
    for (Value output : outputs) {
      builder.output(output);
    }
    return new QuantGraph(builder.build());
  }

  private Value add(String name, QParams qparams, Function<Value, Op> maker) {
    TensorType unknown = quantized(Shape.of(), qparams);
    Op draft = maker.apply(builder.newValue(name, unknown));
    Value out = builder.newValue(name + operators++, quantized(draft.inferShape(), qparams));
    builder.add(draft.with(draft.inputs(), out));
    return out;
  }

  private Value weights(Shape shape, int channels) {
    byte[] bytes = new byte[shape.size()];
    random.nextBytes(bytes);
    if (fourBits) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] >>= 4;
      }
    }
    if (small) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] >>= 3;
      }
    }
    if (symmetric) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Math.max(bytes[i], -Byte.MAX_VALUE);
      }
    }
    float step = fourBits ? 16 : 1;
    List<QParams> scales = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 1 : channels;
    for (int i = 0; i < count; i++) {
      scales.add(new QParams(step * (0.004f + 0.01f * random.nextFloat()), 0));
    }
    DType dtype = fourBits ? DType.INT4 : DType.INT8;
    Value value = builder.newValue("w" + operators, new TensorType(dtype, shape, scales));
    builder.addConstant(value, ConstantData.ofRaw(dtype, bytes));
    return value;
  }

  private Value bias(int channels, int depth) {
    int[] ints = new int[channels];
    int bound = 2000 * (1 + (int) Math.sqrt(depth));
    for (int i = 0; i < channels; i++) {
      ints[i] = random.nextInt(-bound, bound);
    }
    DType dtype = shorts ? DType.INT64 : DType.INT32;
    Value value = builder.newValue("b" + operators, TensorType.of(dtype, Shape.of(channels)));
    long[] longs = Arrays.stream(ints).asLongStream().toArray();
    builder.addConstant(value, ConstantData.ofLongs(dtype, longs));
    return value;
  }

  /** Output scale at which sums of {@code depth} products of random factors fill int8. */
  private float accumulated(Value x, int depth) {
    float product = 80 * 80 * 0.009f * x.type().qparams().scale();
    return product * (float) Math.sqrt(depth) / 60 * (0.5f + random.nextFloat());
  }

  private QParams output(float scale) {
    int zeroPoint = random.nextInt(-128, 128);
    return new QParams(scale, positive ? -128 : zeroPoint);
  }

  private QParams qparams() {
    return new QParams(0.005f + random.nextFloat() * 0.1f, random.nextInt(-128, 128));
  }

  private TensorType quantized(Shape shape, QParams qparams) {
    return shorts
        ? TensorType.quantized(DType.INT16, shape, new QParams(qparams.scale(), 0))
        : TensorType.quantized(DType.INT8, shape, qparams);
  }

  private SourceRef source(String opType) {
    return new SourceRef("made.onnx", operators, "node" + operators, opType);
  }
}
