package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.RandomAttributes.size;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Operators of int16 activations with int8 weights. */
public enum RandomShortOperators implements RandomOperator {
  ADD(RandomOperators.ADD),
  ADD_BROADCAST(RandomOperators.ADD_BROADCAST),
  ARG_REDUCE(RandomOperators.ARG_REDUCE),
  AVERAGE_POOL_2D(RandomOperators.AVERAGE_POOL_2D),
  BINARY(RandomOperators.BINARY),
  CLAMP(RandomOperators.CLAMP),
  CONCAT(RandomOperators.CONCAT),
  CONV_2D(RandomOperators.CONV_2D),
  DEPTHWISE_CONV_2D(RandomOperators.DEPTHWISE_CONV_2D),
  FULLY_CONNECTED(RandomOperators.FULLY_CONNECTED),
  GATHER(RandomOperators.GATHER),
  MAT_MUL(RandomRowOperators.MAT_MUL),
  MAX_POOL_2D(RandomOperators.MAX_POOL_2D),
  MEAN(RandomOperators.MEAN),
  REDUCE(RandomOperators.REDUCE),
  RESIZE_2D(RandomOperators.RESIZE_2D),
  SLICE(RandomOperators.SLICE),
  SQUARED_DIFFERENCE(RandomRowOperators.SQUARED_DIFFERENCE),
  TRANSPOSE(RandomOperators.TRANSPOSE),
  TRANSPOSE_CONV_2D(RandomOperators.TRANSPOSE_CONV_2D),
  PAD(
      (maker, random) -> {
        Value x = maker.input(1, size(random, 5), size(random, 5), size(random, 5));
        List<Pad.Extent> padding = new ArrayList<>();
        for (int axis = 0; axis < 4; axis++) {
          padding.add(new Pad.Extent(random.nextInt(3), random.nextInt(3)));
        }
        return maker.pad(x, padding, 0);
      }),
  LEAKY_RELU((maker, random) -> curve(UnaryKind.LEAKY_RELU, maker, random)),
  SIGMOID((maker, random) -> curve(UnaryKind.SIGMOID, maker, random)),
  TANH((maker, random) -> curve(UnaryKind.TANH, maker, random)),
  SOFTMAX(
      (maker, random) -> {
        Value x = maker.input(size(random, 3), size(random, 20));
        float beta = 0.02f * random.nextFloat() + 0.0001f;
        return maker.any(
            "softmax",
            new QParams(1f / 32768, 0),
            out -> new Softmax(x, beta, out, maker.origin()));
      });

  private interface Maker {
    Value make(QuantGraphMaker maker, Random random);
  }

  private final Maker make;

  RandomShortOperators(Maker make) {
    this.make = make;
  }

  RandomShortOperators(RandomOperator ofBytes) {
    this.make = ofBytes::make;
  }

  @Override
  public Value make(QuantGraphMaker maker, Random random) {
    return make.make(maker.withShorts(), random);
  }

  private static Value curve(UnaryKind kind, QuantGraphMaker maker, Random random) {
    Value x = maker.input(1, size(random, 60));
    float scale = kind == UnaryKind.LEAKY_RELU ? x.type().qparams().scale() : 1f / 32768;
    return maker.any(
        "curve", new QParams(scale, 0), out -> new Unary(kind, x, 0.2f, 0, out, maker.origin()));
  }
}
