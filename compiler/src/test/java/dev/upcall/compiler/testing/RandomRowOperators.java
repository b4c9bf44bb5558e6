package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.RandomAttributes.size;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Random;

/** Operators on rows, and of two computed tensors. */
public enum RandomRowOperators implements RandomOperator {
  DIV {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), size(random, 4), size(random, 5));
      Value y = maker.constant(random.nextBoolean() ? x.shape().dim(3) : 1);
      float ratio = x.type().qparams().scale() / y.type().qparams().scale();
      QParams output = new QParams(ratio * 0.1f * random.nextFloat(), random.nextInt(256) - 128);
      Activation activation = RandomAttributes.activation(random);
      return maker.any(
          "quotient",
          output,
          out -> new Binary(BinaryKind.DIV, x, y, activation, out, maker.origin()));
    }
  },
  LOG_SOFTMAX {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(size(random, 3), size(random, 20));
      QParams output = new QParams(1f / 16, 127);
      return maker.any("log", output, out -> new LogSoftmax(x, out, maker.origin()));
    }
  },
  L2_NORMALIZATION {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(size(random, 3), size(random, 30));
      QParams output = new QParams(1f / 128, 0);
      return maker.any("norm", output, out -> new L2Normalization(x, 1e-6f, out, maker.origin()));
    }
  },
  MAT_MUL {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      int batch = size(random, 3);
      int depth = size(random, 9);
      Value x = maker.input(batch, size(random, 3), size(random, 4), depth);
      Value y = maker.constant(random.nextBoolean() ? batch : 1, 1, depth, size(random, 5));
      float scale = x.type().qparams().scale() * (0.5f + 9 * random.nextFloat());
      QParams output = new QParams(scale, random.nextInt(256) - 128);
      return maker.any("product", output, out -> new MatMul(x, y, out, maker.origin()));
    }
  },
  RECURRENT {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Cell cell =
          List.of(Cell.LSTM, Cell.GRU, Cell.GRU_RESET_AFTER, Cell.RNN_TANH).get(random.nextInt(4));
      Value x = maker.input(size(random, 5), size(random, 2), size(random, 6));
      return maker.recurrent(x, cell, size(random, 6), random.nextBoolean());
    }
  },
  SQUARED_DIFFERENCE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), size(random, 4), size(random, 5));
      Value y = maker.constant(x.shape().dim(3));
      float scale = x.type().qparams().scale() * (0.1f + 5 * random.nextFloat());
      QParams output = new QParams(scale, random.nextInt(256) - 128);
      return maker.any(
          "difference",
          output,
          out ->
              new Binary(
                  BinaryKind.SQUARED_DIFFERENCE, x, y, Activation.NONE, out, maker.origin()));
    }
  },
  STANDARDIZE {
    @Override
    public Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(size(random, 3), size(random, 3), 1 + size(random, 30));
      List<Integer> axes = random.nextBoolean() ? List.of(2) : List.of(1, 2);
      float epsilon = random.nextInt(4) == 0 ? 0 : (float) Math.pow(10, -random.nextInt(-4, 9));
      float scale = (float) Math.pow(2, -random.nextInt(3, 13)) * (1 + random.nextFloat());
      QParams output = new QParams(scale, random.nextInt(256) - 128);
      return maker.any(
          "standard", output, out -> new Standardize(x, axes, epsilon, out, maker.origin()));
    }
  };
}
