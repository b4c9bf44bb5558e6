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
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Float graphs for tests. */
public final class FloatOperators {
  private FloatOperators() {}

  /** Cases of every operator. */
  public static List<FloatOperator> all() {
    List<FloatOperator> all = new ArrayList<>(List.of(FloatElementOperators.values()));
    all.addAll(List.of(FloatWindowOperators.values()));
    return all;
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
}
