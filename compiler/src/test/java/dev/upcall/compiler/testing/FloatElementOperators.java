package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.ir.op.Where;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Operators of single elements, axes and rows. */
public enum FloatElementOperators implements FloatOperator {
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
  GATHER(true) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(4), make.size(3));
      int axis = make.random.nextInt(3);
      Value indices = make.indices(x.shape().dim(axis), 2, make.size(4));
      return make.add((out, source) -> new Gather(x, indices, axis, out, source));
    }
  },
  L2_NORMALIZATION(false) {
    @Override
    Value make(FloatGraphs make) {
      Value x = make.input(make.size(3), make.size(20));
      return make.add((out, source) -> new L2Normalization(x, 1e-6f, out, source));
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

  FloatElementOperators(boolean exact) {
    this.exact = exact;
  }

  @Override
  public boolean isExact() {
    return exact;
  }

  abstract Value make(FloatGraphs make);

  @Override
  public Graph graph(Random random) {
    FloatGraphs make = new FloatGraphs(random);
    return make.graph(make(make));
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
