package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.ir.op.Where;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small random float graphs of each operator, with one or several inputs. */
public enum FloatOperators {
  ADD(true) {
    @Override
    Value make(FloatGraphs make) {
      int[] dims = {make.size(3), make.size(4), make.size(5)};
      Value x = make.input(dims);
      int[][] others = {dims, {dims[2]}, {1, dims[1], 1}, {}};
      Value y = make.operand(others[make.random.nextInt(others.length)]);
      return make.random.nextBoolean()
          ? make.add((out, source) -> new Add(x, y, make.activation(), out, source))
          : make.add((out, source) -> new Add(y, x, make.activation(), out, source));
    }
  },
  ARG_REDUCE(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.type(), make.size(4), make.size(5), make.size(3));
      ArgReduce.Kind kind = ArgReduce.Kind.values()[make.random.nextInt(2)];
      int axis = make.random.nextInt(3);
      boolean keep = make.random.nextBoolean();
      boolean last = make.random.nextBoolean();
      DType index = make.random.nextBoolean() ? DType.INT64 : DType.INT32;
      return make.add(
          (out, source) -> new ArgReduce(kind, x, axis, keep, last, index, out, source));
    }
  },
  AVERAGE_POOL_2D(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(6));
      int height = make.taps(x.shape().dim(1));
      int width = make.taps(x.shape().dim(2));
      return make.add(
          (out, source) ->
              new AveragePool2D(
                  x,
                  height,
                  width,
                  make.window(height, width),
                  make.random.nextBoolean(),
                  make.activation(),
                  out,
                  source));
    }
  },
  BATCH_NORMALIZATION(false) {
    @Override
    Value make(FloatGraphs make) {
      int channels = make.size(5);
      Value x = make.input(make.size(2), make.size(4), channels);
      Value variance = make.constant(channels);
      Value square = make.add((out, source) -> new Clamp(variance, Activation.RELU, out, source));
      Value scale = make.operand(channels);
      Value shift = make.operand(channels);
      Value mean = make.operand(channels);
      return make.add(
          (out, source) ->
              new BatchNormalization(x, scale, shift, mean, square, 0.01f, out, source));
    }
  },
  BINARY(false) {
    @Override
    Value make(FloatGraphs make) {
      BinaryKind kind = BinaryKind.values()[make.random.nextInt(BinaryKind.values().length)];
      boolean logic = kind == BinaryKind.AND || kind == BinaryKind.OR || kind == BinaryKind.XOR;
      DType type = logic ? DType.BOOL : make.type();
      int[] dims = {make.size(3), make.size(4), make.size(5)};
      int[][] others = {dims, {dims[2]}, {1, dims[1], 1}, {}};
      Value x = make.input(type, dims);
      Value y = make.input(type, others[make.random.nextInt(others.length)]);
      return make.add((out, source) -> Binary.of(kind, x, y, out, source));
    }
  },
  CAST(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.type(), make.size(60));
      DType type = make.random.nextInt(4) == 0 ? DType.BOOL : make.type();
      return make.add((out, source) -> new Cast(x, type, out, source));
    }
  },
  CLAMP(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(60));
      return make.add((out, source) -> new Clamp(x, make.activation(), out, source));
    }
  },
  CONCAT(true) {
    @Override
    Value make(FloatGraphs make) {
      int axis = make.random.nextInt(3);
      List<Value> parts = new ArrayList<>();
      int[] dims = {make.size(3), make.size(3), make.size(3)};
      for (int i = 0; i < 3; i++) {
        int[] part = dims.clone();
        part[axis] = make.size(4);
        parts.add(i == 0 ? make.input(part) : make.operand(part));
      }
      return make.add((out, source) -> new Concat(parts, axis, out, source));
    }
  },
  CONV_2D(true) {
    @Override
    Value make(FloatGraphs make) {
      int groups = make.random.nextInt(3) == 0 ? make.size(3) : 1;
      int depth = make.size(6);
      Value x = make.image(groups * depth);
      int height = make.taps(x.shape().dim(1));
      int width = make.taps(x.shape().dim(2));
      int filters = groups * make.size(10);
      Value weights = make.operand(filters, height, width, depth);
      Value bias = make.operand(filters);
      return make.add(
          (out, source) ->
              new Conv2D(
                  x,
                  weights,
                  bias,
                  make.window(height, width),
                  groups,
                  make.activation(),
                  out,
                  source));
    }
  },
  DEPTHWISE_CONV_2D(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(10));
      int multiplier = make.random.nextInt(3) == 0 ? 2 : 1;
      int channels = x.shape().dim(3) * multiplier;
      int height = make.taps(x.shape().dim(1));
      int width = make.taps(x.shape().dim(2));
      Value weights = make.operand(1, height, width, channels);
      Value bias = make.operand(channels);
      return make.add(
          (out, source) ->
              new DepthwiseConv2D(
                  x, weights, bias, make.window(height, width), make.activation(), out, source));
    }
  },
  FULLY_CONNECTED(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(30));
      int channels = make.size(20);
      Value weights = make.operand(channels, x.shape().dim(1));
      Value bias = make.operand(channels);
      return make.add(
          (out, source) -> new FullyConnected(x, weights, bias, make.activation(), out, source));
    }
  },
  GATHER(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(4), make.size(3));
      int axis = make.random.nextInt(3);
      Value indices = make.indices(x.shape().dim(axis), 2, make.size(4));
      return make.add((out, source) -> new Gather(x, indices, axis, out, source));
    }
  },
  LOG_SOFTMAX(false) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(20));
      return make.add((out, source) -> new LogSoftmax(x, out, source));
    }
  },
  MAT_MUL(true) {
    @Override
    Value make(FloatGraphs make) {
      int batch = make.size(3);
      int depth = make.size(6);
      Value x = make.input(make.random.nextBoolean() ? batch : 1, 2, make.size(4), depth);
      Value y = make.operand(make.random.nextBoolean() ? batch : 1, 1, depth, make.size(5));
      return make.random.nextBoolean()
          ? make.add((out, source) -> new MatMul(x, y, out, source))
          : make.add((out, source) -> new MatMul(x, make.constant(depth, 3), out, source));
    }
  },
  MAX_POOL_2D(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(6));
      int height = make.taps(x.shape().dim(1));
      int width = make.taps(x.shape().dim(2));
      return make.add(
          (out, source) ->
              new MaxPool2D(
                  x, height, width, make.window(height, width), make.activation(), out, source));
    }
  },
  MEAN(false) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(6));
      List<Integer> axes = subset(make.random, 4);
      boolean keep = make.random.nextBoolean();
      return make.add((out, source) -> new Mean(x, axes, keep, out, source));
    }
  },
  PAD(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(6));
      List<Pad.Extent> padding = new ArrayList<>();
      for (int axis = 0; axis < 4; axis++) {
        padding.add(new Pad.Extent(make.random.nextInt(3), make.random.nextInt(3)));
      }
      return make.add((out, source) -> new Pad(x, padding, 0.5f, out, source));
    }
  },
  RECURRENT(false) {
    @Override
    Value make(FloatGraphs make) {
      Recurrent.Cell cell =
          Recurrent.Cell.values()[make.random.nextInt(Recurrent.Cell.values().length)];
      boolean lstm = cell == Recurrent.Cell.LSTM;
      int size = make.size(5);
      int rows = cell.gates() * size;
      Value x = make.input(make.size(4), make.size(2), make.size(6));
      int batch = x.shape().dim(1);
      Value weights = make.constant(rows, x.shape().dim(2));
      Value recurrence = make.constant(rows, size);
      Value bias = make.constant(rows);
      Value recurrenceBias = make.constant(rows);
      Value hidden = make.operand(batch, size);
      Value state = lstm ? make.operand(batch, size) : hidden;
      Value peephole = lstm ? make.constant(3 * size) : bias;
      Recurrent.Result result =
          lstm && make.random.nextBoolean() ? Recurrent.Result.CELL : Recurrent.Result.HIDDEN;
      return make.add(
          (out, source) ->
              new Recurrent(
                  cell,
                  x,
                  weights,
                  recurrence,
                  bias,
                  recurrenceBias,
                  hidden,
                  state,
                  peephole,
                  make.random.nextBoolean(),
                  result,
                  out,
                  source));
    }
  },
  RESIZE_2D(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(3));
      ResizeTaps rows = make.resize(x.shape().dim(1));
      ResizeTaps columns = make.resize(x.shape().dim(2));
      return make.add((out, source) -> new Resize2D(x, rows, columns, out, source));
    }
  },
  SLICE(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(5), make.size(5), make.size(5));
      List<Integer> starts = new ArrayList<>();
      List<Integer> steps = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (int axis = 0; axis < 3; axis++) {
        int length = x.shape().dim(axis);
        int start = make.random.nextInt(length);
        int step = make.size(2) * (make.random.nextBoolean() ? 1 : -1);
        int room = step > 0 ? (length - 1 - start) / step : start / -step;
        starts.add(start);
        steps.add(step);
        sizes.add(make.size(room + 1));
      }
      return make.add((out, source) -> new Slice(x, starts, steps, sizes, out, source));
    }
  },
  REDUCE(false) {
    @Override
    Value make(FloatGraphs make) {
      ReduceKind kind = ReduceKind.values()[make.random.nextInt(ReduceKind.values().length)];
      boolean reals =
          kind == ReduceKind.L2 || kind == ReduceKind.LOG_SUM || kind == ReduceKind.LOG_SUM_EXP;
      DType type = reals ? DType.FLOAT32 : make.type();
      Value x = make.input(type, make.size(3), make.size(3), make.size(3), make.size(3));
      List<Integer> axes = subset(make.random, 4);
      boolean keep = make.random.nextBoolean();
      return make.add((out, source) -> new Reduce(kind, x, axes, keep, out, source));
    }
  },
  RESHAPE(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(5), make.size(5));
      int[] dims = {x.shape().size()};
      Value flat = make.reshaped(dims, (out, source) -> new Reshape(x, out, source));
      return make.add((out, source) -> new Add(flat, flat, make.activation(), out, source));
    }
  },
  SOFTMAX(false) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(20));
      float beta = make.random.nextInt(3) == 0 ? 3 * make.random.nextFloat() + 0.01f : 1;
      return make.add((out, source) -> new Softmax(x, beta, out, source));
    }
  },
  STANDARDIZE(false) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.image(make.size(6));
      List<Integer> axes = subset(make.random, 4);
      return make.add((out, source) -> new Standardize(x, axes, 0.1f, out, source));
    }
  },
  TOP_K(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(12));
      int k = make.size(x.shape().dim(1));
      boolean largest = make.random.nextBoolean();
      boolean indices = make.random.nextBoolean();
      return make.add((out, source) -> new TopK(x, k, largest, indices, out, source));
    }
  },
  TRANSPOSE(true) {
    @Override
    Value make(FloatGraphs make) {
      List<Integer> permutation = new ArrayList<>(List.of(0, 1, 2, 3, 4));
      Collections.shuffle(permutation, make.random);
      Value x = make.input(make.size(3), make.size(3), make.size(3), make.size(3), make.size(3));
      return make.add((out, source) -> new Transpose(x, permutation, out, source));
    }
  },
  TRANSPOSE_CONV_2D(false) {
    @Override
    Value make(FloatGraphs make) {
      int groups = make.random.nextInt(3) == 0 ? make.size(3) : 1;
      int depth = make.size(4);
      Value x = make.image(groups * depth);
      int height = make.size(4);
      int width = make.size(4);
      int filters = groups * make.size(4);
      Value weights = make.operand(filters, height, width, depth);
      Value bias = make.operand(filters);
      Window window =
          new Window(
              make.size(3),
              make.size(3),
              make.size(2),
              make.size(2),
              make.random.nextInt(3),
              0,
              make.random.nextInt(3),
              0);
      return make.add(
          (out, source) ->
              new TransposeConv2D(
                  x,
                  weights,
                  bias,
                  window,
                  make.size(12),
                  make.size(12),
                  groups,
                  make.activation(),
                  out,
                  source));
    }
  },
  UNARY(false) {
    @Override
    Value make(FloatGraphs make) {
      UnaryKind kind = UnaryKind.values()[make.random.nextInt(UnaryKind.values().length)];
      DType type =
          kind == UnaryKind.NOT ? DType.BOOL : kind.takesIntegers() ? make.type() : DType.FLOAT32;
      Value x = make.input(type, make.size(60));
      float alpha = kind == UnaryKind.CLIP ? -1 : 0.25f + make.random.nextFloat();
      float beta = 1 + make.random.nextFloat();
      return make.add((out, source) -> new Unary(kind, x, alpha, beta, out, source));
    }
  },
  WHERE(true) {
    @Override
    Value make(FloatGraphs make) {
      DType type = make.type();
      int[] dims = {make.size(3), make.size(4), make.size(5)};
      Value condition = make.input(DType.BOOL, make.random.nextBoolean() ? dims : new int[0]);
      Value x = make.input(type, dims);
      Value y = make.input(type, dims[2]);
      return make.add((out, source) -> new Where(condition, x, y, out, source));
    }
  };

  private final boolean exact;

  FloatOperators(boolean exact) {
    this.exact = exact;
  }

  /** Whether C computes the very bits of Java: sums in the same order, no function but + and *. */
  public boolean isExact() {
    return exact;
  }

  abstract Value make(FloatGraphs make);

  /** A graph whose output comes from this operator. */
  public Graph graph(Random random) {
    FloatGraphs make = new FloatGraphs(random);
    return make.graph(make(make));
  }

  /** A function without parameters of {@code size} floats. */
  public static Graph unary(UnaryKind kind, int size) {
    FloatGraphs make = new FloatGraphs(new Random(1));
    Value x = make.input(size);
    return make.graph(make.add((out, source) -> Unary.of(kind, x, out, source)));
  }

  /** A graph that adds the frames of this run and of the two before: y = x + before + first. */
  public static Graph frames() {
    GraphBuilder builder = new GraphBuilder("frames");
    TensorType type = TensorType.of(DType.FLOAT32, Shape.of(1, 2));
    Value x = builder.input("x", type);
    Value before = builder.state("before", type);
    Value first = builder.state("first", type);
    SourceRef source = new SourceRef("frames.tflite", 0, "add", "ADD");
    Value sum = builder.add("sum", out -> new Add(x, before, Activation.NONE, out, source));
    builder.output(builder.add("y", out -> new Add(sum, first, Activation.RELU, out, source)));
    builder.next(before, x, ConstantData.ofFloats(new float[2]));
    builder.next(first, before, ConstantData.ofFloats(new float[] {10, 20}));
    return builder.build();
  }

  /** Some of the axes of a tensor, at least one. */
  private static List<Integer> subset(Random random, int rank) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (random.nextBoolean()) {
        axes.add(axis);
      }
    }
    return axes.isEmpty() ? List.of(random.nextInt(rank)) : axes;
  }
}
