package dev.upcall.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.GraphPrinter;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random chains of operators that move elements compute the same after the passes. */
class RandomMovementTest {
  private static final SourceRef SOURCE = new SourceRef("m.onnx", 0, "n", "T");
  private static final int CHAINS = 1500;
  private static final int LENGTH = 8;
  private static final int MOST_ELEMENTS = 600;

  private final Random random = new Random(12);
  private GraphBuilder builder;

  @Test
  void passesKeepWhatIsComputed() {
    for (int i = 0; i < CHAINS; i++) {
      Graph graph = chain();
      float[] input = new float[graph.inputs().get(0).shape().size()];
      for (int k = 0; k < input.length; k++) {
        input[k] = random.nextInt(1000);
      }
      float[] expected = new FloatInterpreter(graph).run(input);
      Graph passed = Passes.channelsLast().run(graph);
      assertArrayEquals(
          expected,
          new FloatInterpreter(passed).run(input),
          1e-2f,
          () -> GraphPrinter.print(graph) + GraphPrinter.print(passed));
    }
  }

  private Graph chain() {
    builder = new GraphBuilder("chain");
    List<Integer> dims = new ArrayList<>();
    for (int axis = random.nextInt(5); axis >= 0; axis--) {
      dims.add(1 + random.nextInt(3));
    }
    Value x = builder.input("x", TensorType.of(DType.FLOAT32, new Shape(dims)));
    for (int i = 0; i < LENGTH; i++) {
      x = next(x);
    }
    builder.output(x);
    return builder.build();
  }

  private Value next(Value x) {
    int rank = x.shape().rank();
    if (rank == 0) {
      return reshape(x);
    }
    int axis = random.nextInt(rank);
    return switch (random.nextInt(11)) {
      case 0, 1, 2 -> transpose(x);
      case 3, 4, 5 -> reshape(x);
      case 6 -> slice(x);
      case 7 -> gather(x, axis);
      case 8 ->
          2 * x.shape().size() > MOST_ELEMENTS
              ? x
              : builder.add("c", out -> new Concat(List.of(x, x), axis, out, SOURCE));
      case 9 -> mean(x, axis);
      default -> random.nextBoolean() ? pad(x, axis) : add(x);
    };
  }

  private Value transpose(Value x) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    Collections.shuffle(axes, random);
    return builder.add("t", out -> new Transpose(x, axes, out, SOURCE));
  }

  /** The prime factors of the size, grouped at random, with some axes of 1. */
  private Value reshape(Value x) {
    List<Integer> dims = new ArrayList<>();
    int current = 1;
    int rest = x.shape().size();
    while (rest > 1) {
      int factor = 2;
      while (rest % factor != 0) {
        factor++;
      }
      rest /= factor;
      current *= factor;
      if (random.nextBoolean()) {
        dims.add(current);
        current = 1;
      }
    }
    if (current > 1) {
      dims.add(current);
    }
    while (dims.size() < 6 && random.nextInt(3) == 0) {
      dims.add(random.nextInt(dims.size() + 1), 1);
    }
    Shape shape = new Shape(dims.size() > 7 ? List.of(x.shape().size()) : dims);
    return builder.add("r", shape, out -> new Reshape(x, out, SOURCE));
  }

  private Value slice(Value x) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int dim : x.shape().dims()) {
      int first = random.nextInt(dim);
      int step = random.nextBoolean() ? 1 : -1;
      starts.add(first);
      steps.add(step);
      sizes.add(step > 0 ? dim - first : first + 1);
    }
    return builder.add("s", out -> new Slice(x, starts, steps, sizes, out, SOURCE));
  }

  private Value gather(Value x, int axis) {
    boolean one = random.nextBoolean();
    int[] indices = new int[one ? 1 : 1 + random.nextInt(2)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = random.nextInt(x.shape().dim(axis));
    }
    Shape shape = one ? Shape.of() : Shape.of(indices.length);
    Value constant = builder.constant("i", shape, ConstantData.ofInts(indices));
    return builder.add("g", out -> new Gather(x, constant, axis, out, SOURCE));
  }

  private Value mean(Value x, int axis) {
    boolean keep = random.nextBoolean();
    return builder.add("m", out -> new Mean(x, List.of(axis), keep, out, SOURCE));
  }

  private Value pad(Value x, int axis) {
    List<Pad.Extent> extents =
        new ArrayList<>(Collections.nCopies(x.shape().rank(), new Pad.Extent(0, 0)));
    extents.set(axis, new Pad.Extent(random.nextInt(2), 1));
    return builder.add("p", out -> new Pad(x, extents, 7, out, SOURCE));
  }

  private Value add(Value x) {
    float[] elements = new float[x.shape().dim(-1)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i;
    }
    Value constant = builder.constant("k", Shape.of(elements.length), elements);
    return builder.add("a", out -> new Add(x, constant, Activation.NONE, out, SOURCE));
  }
}
