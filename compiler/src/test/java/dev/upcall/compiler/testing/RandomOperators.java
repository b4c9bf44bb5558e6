package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.RandomAttributes.activation;
import static dev.upcall.compiler.testing.RandomAttributes.dims;
import static dev.upcall.compiler.testing.RandomAttributes.size;
import static dev.upcall.compiler.testing.RandomAttributes.taps;
import static dev.upcall.compiler.testing.RandomAttributes.window;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.testing.RandomAttributes.Kernel;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small random graphs of one operator, all legal for the portable kernels. */
public enum RandomOperators implements RandomOperator {
  ADD {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 5), size(random, 5), size(random, 9));
      return switch (random.nextInt(3)) {
        case 0 -> maker.add(x, x, activation(random));
        case 1 -> maker.add(x, maker.constant(dims(x)), activation(random));
        default -> maker.add(x, maker.clamp(x, Activation.RELU), activation(random));
      };
    }
  },
  ADD_BROADCAST {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), 1 + size(random, 4), 1 + size(random, 5));
      int channels = x.shape().dim(3);
      Value other =
          switch (random.nextInt(3)) {
            case 0 -> maker.constant(1);
            case 1 -> maker.constant(channels);
            default -> maker.constant(1, 1, x.shape().dim(2), 1);
          };
      return random.nextBoolean()
          ? maker.add(x, other, activation(random))
          : maker.add(other, x, activation(random));
    }
  },
  AVERAGE_POOL_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      int kernelH = size(random, Math.min(4, x.shape().dim(1)));
      int kernelW = size(random, Math.min(4, x.shape().dim(2)));
      Window window = window(random, kernelH, kernelW, 1, 1);
      return maker.averagePool(
          x, kernelH, kernelW, window, random.nextBoolean(), activation(random));
    }
  },
  CLAMP {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      return maker.clamp(maker.input(1, size(random, 60)), activation(random));
    }
  },
  CONV_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
      Value x = maker.input(1, size(random, 8), size(random, 8), groups * size(random, 6));
      Kernel kernel = Kernel.random(x, random);
      positive(maker, random);
      return maker.conv(
          x,
          groups * size(random, MANY),
          kernel.height(),
          kernel.width(),
          kernel.window(),
          groups,
          activation(random));
    }
  },
  CONV_2D_W4 {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      return CONV_2D.make(maker.withFourBits(), random);
    }
  },
  DEPTHWISE_CONV_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 7), size(random, 7), size(random, MANY));
      Kernel kernel = Kernel.random(x, random);
      int multiplier = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
      return maker.depthwise(
          x, multiplier, kernel.height(), kernel.width(), kernel.window(), activation(random));
    }
  },
  DEPTHWISE_CONV_2D_W4 {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.withFourBits().input(1, size(random, 7), size(random, 7), size(random, MANY));
      Kernel kernel = Kernel.random(x, random);
      return maker.depthwise(
          x, 1, kernel.height(), kernel.width(), kernel.window(), activation(random));
    }
  },
  DEPTHWISE_CONV_2D_3X3 {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      boolean wide = random.nextInt(3) == 0;
      int width = wide ? 9 + random.nextInt(28) : size(random, 8);
      Value x = maker.input(1, size(random, 11), width, 4 * size(random, wide ? 1 : 3));
      boolean small = x.shape().dim(1) < 3 || width < 3;
      int before = small ? 1 : random.nextInt(2);
      int after = small ? 1 : random.nextInt(2);
      int stride = size(random, 2);
      Window window = new Window(stride, stride, 1, 1, before, after, before, after);
      maker.withPositiveOutputs();
      return maker.depthwise(x, 1, 3, 3, window, Activation.RELU);
    }
  },
  DEPTHWISE_CONV_2D_LINE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      int length = size(random, 30);
      int taps = size(random, length);
      int channels = 4 * size(random, 5);
      positive(maker, random);
      return random.nextBoolean()
          ? maker.depthwise(
              maker.input(1, length, 1, channels), 1, taps, 1, Window.unit(), activation(random))
          : maker.depthwise(
              maker.input(1, 1, length, channels), 1, 1, taps, Window.unit(), activation(random));
    }
  },
  FULLY_CONNECTED {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(size(random, 2), size(random, 40));
      positive(maker, random);
      return maker.fullyConnected(x, size(random, 2 * MANY), activation(random));
    }
  },
  FULLY_CONNECTED_DEEP {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.withSymmetricWeights().input(1, size(random, 200));
      positive(maker, random);
      return maker.fullyConnected(x, size(random, MANY / 2), activation(random));
    }
  },
  FULLY_CONNECTED_W4 {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      return FULLY_CONNECTED.make(maker.withFourBits(), random);
    }
  },
  MAX_POOL_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      Kernel kernel = Kernel.random(x, random);
      return maker.maxPool(x, kernel.height(), kernel.width(), kernel.window(), activation(random));
    }
  },
  MEAN {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      List<Integer> axes =
          switch (random.nextInt(4)) {
            case 0 -> List.of(3);
            case 1 -> List.of(2, 1);
            case 2 -> List.of(1, 2, 3);
            default -> List.of(1, 2);
          };
      return maker.mean(x, axes, random.nextBoolean());
    }
  },
  PAD {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      List<Pad.Extent> padding = new ArrayList<>();
      for (int axis = 0; axis < 4; axis++) {
        padding.add(new Pad.Extent(random.nextInt(3), random.nextInt(3)));
      }
      return maker.pad(x, padding, random.nextFloat() - 0.5f);
    }
  },
  SOFTMAX {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      float beta = random.nextInt(3) == 0 ? 8 * random.nextFloat() + 0.01f : 1;
      return maker.softmax(maker.input(size(random, 3), size(random, 20)), beta);
    }
  },
  TRANSPOSE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      List<Integer> permutation = new ArrayList<>(List.of(0, 1, 2, 3));
      Collections.shuffle(permutation, random);
      return maker.transpose(
          maker.input(size(random, 3), size(random, 4), size(random, 4), size(random, 4)),
          permutation);
    }
  },
  ARG_REDUCE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      int axis = 1 + random.nextInt(3);
      ArgReduce.Kind kind = random.nextBoolean() ? ArgReduce.Kind.MAX : ArgReduce.Kind.MIN;
      boolean last = random.nextBoolean();
      return maker.indexed(
          out -> new ArgReduce(kind, x, axis, true, last, DType.INT32, out, maker.origin()));
    }
  },
  BINARY {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), 1 + size(random, 4), 1 + size(random, 5));
      Value y =
          switch (random.nextInt(3)) {
            case 0 -> maker.constant(x.shape().dim(3));
            case 1 -> maker.clamp(x, Activation.RELU);
            default -> maker.constant(1, 1, x.shape().dim(2), 1);
          };
      BinaryKind kind =
          List.of(BinaryKind.SUB, BinaryKind.MUL, BinaryKind.PRELU).get(random.nextInt(3));
      float scale = kind == BinaryKind.SUB ? 0.08f : 0.05f * (1 + 3 * random.nextFloat());
      return maker.any(
          "binary",
          new QParams(scale, random.nextInt(256) - 128),
          out -> new Binary(kind, x, y, activation(random), out, maker.origin()));
    }
  },
  CONCAT {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      int axis = random.nextInt(4);
      Value y = random.nextBoolean() ? x : maker.maxPool(x, 1, 1, Window.unit(), Activation.RELU);
      return maker.like("concat", x, out -> new Concat(List.of(x, y), axis, out, maker.origin()));
    }
  },
  GATHER {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      int axis = random.nextInt(4);
      int[] order = new int[size(random, 6)];
      Arrays.setAll(order, i -> random.nextInt(x.shape().dim(axis)));
      Value indices = maker.indices(order);
      return maker.like("gather", x, out -> new Gather(x, indices, axis, out, maker.origin()));
    }
  },
  REDUCE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      List<Integer> axes = random.nextBoolean() ? List.of(1, 2) : List.of(3);
      ReduceKind kind =
          List.of(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN).get(random.nextInt(3));
      QParams output =
          kind == ReduceKind.SUM
              ? new QParams(x.type().qparams().scale() * 3, random.nextInt(256) - 128)
              : x.type().qparams();
      return maker.any(
          "reduce", output, out -> new Reduce(kind, x, axes, true, out, maker.origin()));
    }
  },
  RESIZE_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      ResizeTaps rows = taps(x.shape().dim(1), size(random, 9), random);
      ResizeTaps columns = taps(x.shape().dim(2), size(random, 9), random);
      return maker.like("resize", x, out -> new Resize2D(x, rows, columns, out, maker.origin()));
    }
  },
  SLICE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(2, size(random, 6), size(random, 6), size(random, 6), size(random, 3));
      List<Integer> starts = new ArrayList<>();
      List<Integer> steps = new ArrayList<>();
      List<Integer> sizes = new ArrayList<>();
      for (int dim : x.shape().dims()) {
        int step = (1 + random.nextInt(2)) * (random.nextInt(4) == 0 ? -1 : 1);
        int start = random.nextInt(dim);
        int most = step > 0 ? (dim - 1 - start) / step + 1 : start / -step + 1;
        starts.add(start);
        steps.add(step);
        sizes.add(size(random, most));
      }
      return maker.like("slice", x, out -> new Slice(x, starts, steps, sizes, out, maker.origin()));
    }
  },
  TRANSPOSE_CONV_2D {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), size(random, 4), size(random, 5));
      int kernel = size(random, 3);
      Window window =
          new Window(
              size(random, 3),
              size(random, 3),
              1,
              1,
              random.nextInt(kernel),
              0,
              random.nextInt(2),
              0);
      return maker.transposeConv(
          x, size(random, 5), kernel, window, size(random, 9), size(random, 9));
    }
  },
  UNARY {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 60));
      UnaryKind kind =
          List.of(
                  UnaryKind.SIGMOID,
                  UnaryKind.TANH,
                  UnaryKind.HARD_SWISH,
                  UnaryKind.LEAKY_RELU,
                  UnaryKind.ELU,
                  UnaryKind.GELU)
              .get(random.nextInt(6));
      QParams output =
          switch (kind) {
            case SIGMOID -> new QParams(1f / 256, -128);
            case TANH -> new QParams(1f / 128, 0);
            default -> new QParams(x.type().qparams().scale(), random.nextInt(256) - 128);
          };
      return maker.any("unary", output, out -> new Unary(kind, x, 0.2f, 0, out, maker.origin()));
    }
  },
  CONV_2D_3X3 {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, 1 + size(random, 7), 3 + size(random, 14), 4 * size(random, 3));
      Window window =
          new Window(
              1,
              1,
              1,
              1,
              1 + random.nextInt(2),
              random.nextInt(3),
              random.nextInt(3),
              random.nextInt(3));
      positive(maker.withSymmetricWeights(), random);
      return maker.conv(x, 2 * size(random, 3), 3, 3, window, 1, activation(random));
    }
  };

  /** Channels: more than the kernels accumulate at once. */
  private static final int MANY = 20;

  private static void positive(QuantGraphMaker maker, Random random) {
    if (random.nextBoolean()) {
      maker.withPositiveOutputs();
    }
  }

  private static Value image(QuantGraphMaker maker, Random random) {
    return maker.input(1, size(random, 7), size(random, 7), size(random, 7));
  }
}
