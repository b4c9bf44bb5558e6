package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts large matrix products of one vector into stripes of output channels, one behind the other,
 * so that the weights of a stripe can be decoded by themselves. Outputs stay the same.
 */
public final class ProductStripes {
  /** Weights of a stripe at most, if four channels have no more. */
  public static final int BYTES = 8 * 1024;

  /** Channels that kernels compute together. */
  private static final int BLOCK = 4;

  private final Graph graph;
  private final GraphBuilder builder;
  private final Map<Integer, Value> copies = new HashMap<>();

  private ProductStripes(Graph graph) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph.name());
  }

  /** The same network, its products cut where their weights can be compressed. */
  public static QuantGraph of(QuantGraph model) {
    Graph graph = model.graph();
    boolean none = graph.ops().stream().noneMatch(op -> new ProductStripes(graph).isCut(op));
    // What keeps states is left as it is.
    return none || !graph.states().isEmpty()
        ? model
        : new QuantGraph(new ProductStripes(graph).cut());
  }

  private Graph cut() {
    graph.inputs().forEach(in -> copies.put(in.id(), builder.input(in.name(), in.type())));
    for (Op op : graph.ops()) {
      copies.put(op.output().id(), isCut(op) ? stripes((FullyConnected) op) : copy(op));
    }
    graph.outputs().forEach(output -> builder.output(copies.get(output.id())));
    return builder.build();
  }

  private boolean isCut(Op op) {
    if (!(op instanceof FullyConnected product)
        || !graph.isConstant(product.weights())
        || !graph.isConstant(product.bias())
        || product.output().shape().dim(0) != 1
        || product.weights().type().bytes() <= BYTES) {
      return false;
    }
    byte[] weights = graph.constant(product.weights()).toBytes();
    return RiceCode.of(weights).packedBytes() < weights.length - weights.length / Byte.SIZE;
  }

  private Value copy(Op op) {
    List<Value> inputs = op.inputs().stream().map(this::copy).toList();
    Value output = builder.newValue(op.output().name(), op.output().type());
    builder.add(op.with(inputs, output));
    return output;
  }

  private Value copy(Value value) {
    return copies.computeIfAbsent(value.id(), id -> constant(value, value.type(), 0));
  }

  /** The elements of a constant from {@code first} on, as many as {@code type} has. */
  private Value constant(Value value, TensorType type, int first) {
    Value copy = builder.newValue(value.name(), type);
    long[] elements = graph.constant(value).toLongs();
    long[] part = Arrays.copyOfRange(elements, first, first + type.shape().size());
    builder.addConstant(copy, ConstantData.ofLongs(type.dtype(), part));
    return copy;
  }

  private Value stripes(FullyConnected product) {
    int channels = product.weights().shape().dim(0);
    int depth = product.weights().shape().dim(1);
    int stripe = Math.max(BLOCK, BYTES / depth / BLOCK * BLOCK);
    List<Value> parts = new ArrayList<>();
    for (int first = 0; first < channels; first += stripe) {
      int count = Math.min(stripe, channels - first);
      Value weights =
          constant(
              product.weights(),
              part(product.weights(), first, Shape.of(count, depth)),
              first * depth);
      Value bias = constant(product.bias(), part(product.bias(), first, Shape.of(count)), first);
      Value output =
          builder.newValue(
              product.output().name(), product.output().type().withShape(Shape.of(1, count)));
      builder.add(product.with(List.of(copy(product.input()), weights, bias), output));
      parts.add(output);
    }
    Value whole = builder.newValue(product.output().name(), product.output().type());
    builder.add(new Concat(parts, 1, whole, product.source()));
    return whole;
  }

  /** The type of channels from {@code first} on, as many as {@code shape} begins with. */
  private static TensorType part(Value value, int first, Shape shape) {
    List<QParams> scales = value.type().quantization();
    List<QParams> left = scales.size() > 1 ? scales.subList(first, first + shape.dim(0)) : scales;
    return new TensorType(value.type().dtype(), shape, left);
  }
}
