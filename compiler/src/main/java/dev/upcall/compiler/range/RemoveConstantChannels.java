package dev.upcall.compiler.range;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.tensor.QParams;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes channels that are the same value for every input out of a network: what they contribute
 * goes into the biases of those that read them. The outputs stay the same, bit for bit, for every
 * int8 input.
 */
public final class RemoveConstantChannels {
  private final Graph graph;
  private final RangeAnalysis ranges;
  private final KeptChannels kept;
  private final GraphBuilder builder;
  private final Map<Integer, Value> renamed = new HashMap<>();

  private RemoveConstantChannels(Graph graph) {
    this.graph = graph;
    this.ranges = RangeAnalysis.of(graph);
    this.kept = KeptChannels.of(graph, ranges);
    this.builder = new GraphBuilder(graph.name());
  }

  /**
   * {@code model} itself if it has no such channels, or operators that are not known well enough.
   */
  public static QuantGraph from(QuantGraph model) {
    Graph graph = model.graph();
    if (!graph.states().isEmpty()) {
      return model;
    }
    RemoveConstantChannels pass = new RemoveConstantChannels(graph);
    return pass.kept.isAll() ? model : new QuantGraph(pass.run());
  }

  private Graph run() {
    for (Value input : graph.inputs()) {
      renamed.put(input.id(), builder.input(input.name(), input.type()));
    }
    for (Op op : graph.ops()) {
      List<Value> inputs = new ArrayList<>();
      if (op instanceof Linear linear && kept.cuts(linear)) {
        inputs.add(renamed.get(linear.input().id()));
        inputs.addAll(weights(linear));
      } else {
        op.inputs().forEach(input -> inputs.add(same(input)));
      }
      Value output = builder.newValue(op.output().name(), cut(op.output()));
      renamed.put(op.output().id(), output);
      builder.add(op.with(inputs, output));
    }
    graph.outputs().forEach(output -> builder.output(same(output)));
    return builder.build();
  }

  private Value same(Value value) {
    return renamed.computeIfAbsent(
        value.id(),
        id -> {
          Value copy = builder.newValue(value.name(), value.type());
          builder.addConstant(copy, graph.constant(value));
          return copy;
        });
  }

  private TensorType cut(Value value) {
    int channels = kept.channels(value).size();
    return value.shape().rank() == 0
        ? value.type()
        : new TensorType(
            value.type().dtype(), lastAxis(value.shape(), channels), value.type().quantization());
  }

  /** Weights and bias without the channels that are taken out. */
  private List<Value> weights(Linear op) {
    return op instanceof DepthwiseConv2D ? depthwise(op) : dense(op);
  }

  /** Weights [1,KH,KW,C]. */
  private List<Value> depthwise(Linear op) {
    List<Integer> channels = kept.channels(op.output());
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias = graph.constant(op.bias()).toInts();
    int taps = weights.length / bias.length;
    byte[] left = new byte[taps * channels.size()];
    int[] biases = new int[channels.size()];
    for (int i = 0; i < biases.length; i++) {
      biases[i] = bias[channels.get(i)];
      for (int tap = 0; tap < taps; tap++) {
        left[tap * biases.length + i] = weights[tap * bias.length + channels.get(i)];
      }
    }
    Shape shape = lastAxis(op.weights().shape(), biases.length);
    return List.of(
        constant(op.weights(), shape, channels, ConstantData.ofBytes(left)),
        constant(op.bias(), Shape.of(biases.length), channels, ConstantData.ofInts(biases)));
  }

  /** Weights [Cout,...,Cin]. What an input that is taken out adds, wraps, as accumulators do. */
  private List<Value> dense(Linear op) {
    List<Integer> outputs = kept.channels(op.output());
    Set<Integer> inputs = new LinkedHashSet<>(kept.channels(op.input()));
    ChannelRanges input = ranges.range(op.input());
    int zeroPoint = op.input().type().qparams().zeroPoint();
    byte[] weights = graph.constant(op.weights()).toBytes();
    int[] bias = graph.constant(op.bias()).toInts();
    int filter = weights.length / bias.length;
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    int[] biases = new int[outputs.size()];
    for (int i = 0; i < biases.length; i++) {
      int channel = outputs.get(i);
      biases[i] = bias[channel];
      for (int k = 0; k < filter; k++) {
        int from = k % input.channels();
        byte weight = weights[channel * filter + k];
        if (inputs.contains(from)) {
          left.write(weight);
        } else {
          biases[i] += weight * (input.min(from) - zeroPoint);
        }
      }
    }
    Shape shape = lastAxis(op.weights().shape(), inputs.size());
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(0, outputs.size());
    return List.of(
        constant(op.weights(), shape(dims), outputs, ConstantData.ofBytes(left.toByteArray())),
        constant(op.bias(), Shape.of(biases.length), outputs, ConstantData.ofInts(biases)));
  }

  private Value constant(Value old, Shape shape, List<Integer> channels, ConstantData data) {
    List<QParams> quantization = old.type().quantization();
    List<QParams> left =
        quantization.size() <= 1 ? quantization : channels.stream().map(quantization::get).toList();
    Value value = builder.newValue(old.name(), new TensorType(old.type().dtype(), shape, left));
    builder.addConstant(value, data);
    return value;
  }

  private static Shape lastAxis(Shape shape, int size) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(dims.size() - 1, size);
    return shape(dims);
  }

  private static Shape shape(List<Integer> dims) {
    return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
  }
}
