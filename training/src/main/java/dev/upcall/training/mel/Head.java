package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.Layer;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of one subset: what its members send is put side by side in the subset's order, maps
 * brought to the resolution of the smallest; then hidden layers and global average pooling, where
 * the design has them; then a linear layer. The head of one member alone is its exit, linear on its
 * pooled features.
 */
public final class Head {
  private final Subset subset;
  private final List<Layer> hidden;
  private final SortedMap<String, MapShape> sent;
  private final int classes;

  /**
   * @param sent shape of what each member sends, of others than the subset's too; pooled features
   *     are [F,1,1]
   */
  Head(HeadDesign design, Subset subset, SortedMap<String, MapShape> sent, int classes) {
    this.subset = subset;
    this.hidden = subset.size() > 1 ? design.hidden() : List.of();
    this.sent = new TreeMap<>(sent);
    this.sent.keySet().retainAll(subset.members());
    this.classes = classes;
  }

  public Subset subset() {
    return subset;
  }

  /** Layers before the linear one, for counting. */
  public List<Layer> hidden() {
    return hidden;
  }

  /**
   * What the hidden layers read.
   *
   * @throws IllegalArgumentException if a member's map is no whole multiple of the smallest
   */
  public MapShape joined() {
    int channels = sent.values().stream().mapToInt(MapShape::channels).sum();
    int height = sent.values().stream().mapToInt(MapShape::height).min().orElseThrow();
    int width = sent.values().stream().mapToInt(MapShape::width).min().orElseThrow();
    sent.forEach(
        (name, map) -> {
          if (map.height() % height != 0
              || map.width() % width != 0
              || map.height() / height != map.width() / width) {
            throw new IllegalArgumentException(
                "map " + map + " of " + name + " beside one of " + height + "x" + width);
          }
        });
    return new MapShape(channels, height, width);
  }

  /** Values that the linear layer reads. */
  public int features() {
    return hidden.isEmpty()
        ? sent.values().stream().mapToInt(MapShape::channels).sum()
        : Chain.output(hidden, joined()).channels();
  }

  /** Values of one sample that the members send, side by side. */
  public int values() {
    return sent.values().stream().mapToInt(MapShape::size).sum();
  }

  void declare(Weights weights) {
    if (!hidden.isEmpty()) {
      Chain.declare(hidden, hiddenName(), joined(), weights);
    }
    weights.normal(weightName(), Math.sqrt(1.0 / features()), features(), classes);
    weights.constant(biasName(), 0, true, classes);
  }

  /**
   * What the linear layer reads.
   *
   * @param values by member, [N,F] or [N,C,H,W]; of others than the subset's too
   * @return [N,{@link #features}]
   */
  NDArray read(SortedMap<String, NDArray> values, Weights weights, boolean training) {
    if (hidden.isEmpty()) {
      return concat(values, false);
    }
    NDArray map = Chain.forward(hidden, hiddenName(), concat(values, true), weights, training);
    return weights.precision(training).raise(Pool.globalAvgPool2d(map));
  }

  /** The linear layer on what {@link #read} gave: logits [N,classes]. */
  NDArray logits(NDArray read, Weights weights) {
    return read.matMul(weights.get(weightName())).add(weights.get(biasName()));
  }

  private NDArray concat(SortedMap<String, NDArray> values, boolean maps) {
    NDList parts = new NDList(subset.size());
    for (String name : subset.members()) {
      NDArray value = values.get(name);
      parts.add(maps ? resized(value, sent.get(name)) : pooled(value));
    }
    // The engine joins a single array by copying it, and its copy loses the gradient.
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1);
  }

  /** [N,F] of [N,F] or of [N,F,H,W]. */
  static NDArray pooled(NDArray value) {
    return value.getShape().dimension() == 2 ? value : Pool.globalAvgPool2d(value);
  }

  private NDArray resized(NDArray value, MapShape shape) {
    NDArray map =
        value.getShape().dimension() == 2
            ? value.reshape(value.getShape().get(0), shape.channels(), 1, 1)
            : value;
    int ratio = ratio(shape);
    Shape window = new Shape(ratio, ratio);
    return ratio == 1 ? map : Pool.avgPool2d(map, window, window, new Shape(0, 0), false, true);
  }

  private int ratio(MapShape shape) {
    return shape.height() / joined().height();
  }

  /**
   * Writes all but the linear layer.
   *
   * @param input name of what the members send side by side, [batch,{@link #values}]
   * @return name of what the linear layer reads
   */
  public String export(String input, Snapshot weights, OnnxGraph graph) {
    if (hidden.isEmpty()) {
      return input;
    }
    String[] maps = new String[subset.size()];
    int from = 0;
    for (int i = 0; i < maps.length; i++) {
      String name = subset.members().get(i);
      maps[i] = exportMap(name, input, from, graph);
      from += sent.get(name).size();
    }
    String joined = graph.node("Concat", "joined", maps).integer("axis", 1).add();
    String map = Chain.export(hidden, hiddenName(), joined, weights, graph);
    graph.pooled("hidden", map, "hidden");
    return "hidden";
  }

  private String exportMap(String member, String input, int from, OnnxGraph graph) {
    MapShape shape = sent.get(member);
    String part =
        graph
            .node("Slice", member + ".sent", input)
            .integers(member + ".from", from)
            .integers(member + ".to", from + shape.size())
            .integers(member + ".axis", 1)
            .add();
    // A dimension of 0 stays as it is: the batch.
    String map =
        graph
            .node("Reshape", member + ".map", part)
            .integers(member + ".shape", 0, shape.channels(), shape.height(), shape.width())
            .add();
    int ratio = ratio(shape);
    return ratio == 1
        ? map
        : graph
            .node("AveragePool", member + ".smaller", map)
            .ints("kernel_shape", ratio, ratio)
            .ints("strides", ratio, ratio)
            .add();
  }

  private String hiddenName() {
    return "head." + subset.key() + ".hidden";
  }

  private String weightName() {
    return "head." + subset.key() + ".weight";
  }

  private String biasName() {
    return "head." + subset.key() + ".bias";
  }
}
