package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.Random;

/** Operators with windows or weights. */
public enum FloatWindowOperators implements FloatOperator {
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
      float clip = lstm && make.random.nextBoolean() ? 0.5f : 0;
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
                  clip,
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
  };

  private final boolean exact;

  FloatWindowOperators(boolean exact) {
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
}
