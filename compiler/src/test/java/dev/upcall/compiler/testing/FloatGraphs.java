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
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Draws float graphs of one operator. */
final class FloatGraphs {
  final Random random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private int names;

  FloatGraphs(Random random) {
    this.random = random;
  }

  Value input(DType dtype, int... dims) {
    return builder.input("input" + names++, TensorType.of(dtype, Shape.of(dims)));
  }

  Value input(int... dims) {
    return input(DType.FLOAT32, dims);
  }

  /** A constant, or an input. */
  Value operand(int... dims) {
    return random.nextInt(3) == 0 ? input(dims) : constant(dims);
  }

  Value constant(int... dims) {
    Shape shape = Shape.of(dims);
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = 2 * random.nextFloat() - 1;
    }
    return builder.constant("constant" + names++, shape, elements);
  }

  Value add(BiFunction<Value, SourceRef, Op> maker) {
    SourceRef source = new SourceRef("random.onnx", names, "node" + names, "Node");
    return builder.add("value" + names++, out -> maker.apply(out, source));
  }

  Value reshaped(int[] dims, BiFunction<Value, SourceRef, Op> maker) {
    SourceRef source = new SourceRef("random.onnx", names, "node" + names, "Node");
    return builder.add("value" + names++, Shape.of(dims), out -> maker.apply(out, source));
  }

  Graph graph(Value... outputs) {
    for (Value output : outputs) {
      builder.output(output);
    }
    return builder.build();
  }

  /** Floats, or one of the types of integers. */
  DType type() {
    List<DType> integers =
        List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16, DType.INT32, DType.INT64);
    return random.nextBoolean() ? DType.FLOAT32 : integers.get(random.nextInt(integers.size()));
  }

  /** 1 to {@code max}. */
  int size(int max) {
    return 1 + random.nextInt(max);
  }

  Activation activation() {
    return Activation.values()[random.nextInt(Activation.values().length)];
  }

  /** Constant indices of an axis. */
  Value indices(int length, int... dims) {
    Shape shape = Shape.of(dims);
    int[] elements = new int[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextInt(length);
    }
    return builder.constant("constant" + names++, shape, ConstantData.ofInts(elements));
  }

  /** Any taps of an axis. */
  ResizeTaps resize(int length) {
    int count = size(3);
    List<Integer> indices = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (int i = count * size(8); i > 0; i--) {
      indices.add(random.nextInt(length));
      weights.add(random.nextFloat());
    }
    return new ResizeTaps(count, indices, weights);
  }

  /** An image of up to two samples. */
  Value image(int channels) {
    return input(size(2), size(7), size(7), channels);
  }

  /** A kernel height or width that fits into {@code size} pixels. */
  int taps(int size) {
    return size(Math.min(4, size));
  }

  Window window(int height, int width) {
    return new Window(
        size(3),
        size(3),
        1,
        1,
        random.nextInt(height),
        random.nextInt(height),
        random.nextInt(width),
        random.nextInt(width));
  }
}
