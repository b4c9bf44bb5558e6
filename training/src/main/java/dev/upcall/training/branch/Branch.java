package dev.upcall.training.branch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Chain;
import dev.upcall.training.arch.Convolution;
import dev.upcall.training.arch.Layer;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * A second way out of a member: layers on the map behind one of the member's own, global average
 * pooling, a linear head. With few layers early in the network it is a side exit (BranchyNet, EE-HI
 * of arXiv 2407.11061). At its end, beside an adaptive block on the raw input and for hard classes
 * only, it is MEANet's extension block (arXiv 2109.06440).
 *
 * @param name of the output in the member's ONNX file
 * @param after how many of the member's layers it follows, 1 to all
 * @param adaptive channels of the adaptive block, 0 for none
 * @param layers after the member's map, which the adaptive block's is joined to; empty: only the
 *     head
 * @param hard how many classes it tells apart, those the main block is least precise on; 0 for all
 * @param main the main block of a branch for hard classes: the name of an earlier side exit, or
 *     empty for the member's own end
 */
public record Branch(
    String name, int after, int adaptive, List<Layer> layers, int hard, String main) {
  public Branch {
    layers = List.copyOf(layers);
    if (after < 1 || adaptive < 0 || hard < 0 || hard == 1) {
      throw new IllegalArgumentException(
          "branch after " + after + ", adaptive " + adaptive + ", hard " + hard);
    }
  }

  /**
   * Shape of the map that {@link #layers} read.
   *
   * @throws IllegalArgumentException where the member has fewer layers, or there is no map any
   *     more, or the adaptive block cannot be brought to the member's resolution
   */
  MapShape joined(Architecture member, MapShape input) {
    if (after > member.layers().size()) {
      throw new IllegalArgumentException(
          "branch " + name + " after layer " + after + " of " + member.layers().size());
    }
    if (trains() && Chain.isFlat(member.first(after))) {
      throw new IllegalArgumentException(
          "layers of branch " + name + " behind a dense one, where only a head can be");
    }
    MapShape map = Chain.output(member.first(after), input);
    MapShape beside = adaptive == 0 ? map : Chain.output(adaptiveBlock(map, input), input);
    if (beside.height() != map.height() || beside.width() != map.width()) {
      throw new IllegalArgumentException("adaptive map " + beside + " beside " + map);
    }
    return new MapShape(map.channels() + adaptive, map.height(), map.width());
  }

  /** Whether there is anything below the head that has to be learnt. */
  public boolean trains() {
    return adaptive > 0 || !layers.isEmpty();
  }

  /** Number of pooled features. */
  public int features(Architecture member, MapShape input) {
    return Chain.output(layers, joined(member, input)).channels();
  }

  /** Halves the input until it is as small as the member's map, then one convolution more. */
  private List<Layer> adaptiveBlock(MapShape map, MapShape input) {
    List<Layer> block = new ArrayList<>();
    MapShape shape = input;
    while (shape.height() > map.height()) {
      Convolution half = Convolution.of(adaptive, 3, 2);
      block.add(half);
      shape = half.output(shape);
    }
    block.add(Convolution.of(adaptive, 3, 1));
    return block;
  }

  void declare(String path, Architecture member, MapShape input, Weights weights) {
    MapShape joined = joined(member, input);
    if (adaptive > 0) {
      MapShape map = Chain.output(member.first(after), input);
      Chain.declare(adaptiveBlock(map, input), path + ".adaptive", input, weights);
    }
    Chain.declare(layers, path, joined, weights);
  }

  /**
   * The branch's pooled features.
   *
   * @param x the input [N,C,H,W]
   * @param map the member's map behind layer {@link #after}
   */
  NDArray forward(
      String path, NDArray x, MapShape input, NDArray map, Weights weights, boolean training) {
    NDArray joined = map;
    if (adaptive > 0) {
      MapShape shape =
          new MapShape(
              (int) map.getShape().get(1),
              (int) map.getShape().get(2),
              (int) map.getShape().get(3));
      NDArray beside =
          Chain.forward(adaptiveBlock(shape, input), path + ".adaptive", x, weights, training);
      joined = NDArrays.concat(new NDList(map, beside), 1);
    }
    NDArray end = Chain.forward(layers, path, joined, weights, training);
    return Architecture.pooled(end, weights, training);
  }

  /**
   * Writes the branch up to its pooled features.
   *
   * @param x name of the input
   * @param map name of the member's map behind layer {@link #after}
   * @return name of the features
   */
  public String export(
      String path,
      Architecture member,
      MapShape input,
      String x,
      String map,
      Snapshot weights,
      OnnxGraph graph) {
    String joined = map;
    if (adaptive > 0) {
      List<Layer> block = adaptiveBlock(Chain.output(member.first(after), input), input);
      String beside = Chain.export(block, path + ".adaptive", x, weights, graph);
      joined = graph.node("Concat", path + ".joined", map, beside).integer("axis", 1).add();
    }
    String end = Chain.export(layers, path, joined, weights, graph);
    String features = path + ".gap";
    Chain.exportFeatures(trains() ? layers : member.first(after), path, end, graph, features);
    return features;
  }

  /**
   * Multiply-accumulates for one sample, the member's own and the head apart.
   *
   * @throws IllegalArgumentException as {@link #joined}
   */
  public long macs(Architecture member, MapShape input) {
    MapShape joined = joined(member, input);
    long block =
        adaptive == 0
            ? 0
            : Chain.macs(adaptiveBlock(Chain.output(member.first(after), input), input), input);
    return block + Chain.macs(layers, joined);
  }
}
