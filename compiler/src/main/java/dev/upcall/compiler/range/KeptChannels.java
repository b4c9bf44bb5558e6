package dev.upcall.compiler.range;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which channels of each activation a network has to compute.
 *
 * <p>A convolution or matrix product reads a channel that is constant from its bias, if no padding
 * comes between. Operators that keep channels apart (depthwise convolution, pooling, reshapes that
 * keep the last axis) need a channel only where their output does. What other operators read, and
 * what they give, is kept whole; so are the network's inputs and outputs.
 */
final class KeptChannels {
  /** Kernels take channels by fours. */
  private static final int MULTIPLE = 4;

  private final Graph graph;
  private final RangeAnalysis ranges;
  private final Map<Integer, BitSet> removed = new HashMap<>();
  private final Map<Integer, Integer> channels = new HashMap<>();

  private KeptChannels(Graph graph, RangeAnalysis ranges) {
    this.graph = graph;
    this.ranges = ranges;
  }

  static KeptChannels of(Graph graph, RangeAnalysis ranges) {
    KeptChannels kept = new KeptChannels(graph, ranges);
    kept.start();
    do {
      kept.settle();
    } while (kept.fill());
    return kept;
  }

  boolean isAll() {
    return removed.values().stream().allMatch(BitSet::isEmpty);
  }

  /** In ascending order. */
  List<Integer> channels(Value value) {
    BitSet gone = removed.getOrDefault(value.id(), new BitSet());
    return IntStream.range(0, value.shape().dim(-1)).filter(c -> !gone.get(c)).boxed().toList();
  }

  /** Whether an operator's weights lose channels. */
  boolean cuts(Linear op) {
    return isCut(op.input()) || isCut(op.output());
  }

  private boolean isCut(Value value) {
    return removed.containsKey(value.id()) && !removed.get(value.id()).isEmpty();
  }

  /** Everything that may be removed at best. */
  private void start() {
    Set<Integer> whole = new HashSet<>();
    graph.outputs().forEach(output -> whole.add(output.id()));
    for (Op op : graph.ops()) {
      Value output = op.output();
      BitSet all = new BitSet();
      if ((isDense(op) || keepsApart(op)) && !whole.contains(output.id())) {
        all.set(0, output.shape().dim(-1));
      }
      removed.put(output.id(), all);
      channels.put(output.id(), output.shape().dim(-1));
    }
  }

  /** Takes back removals that some operator forbids, until none does. */
  private void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Op op : graph.ops()) {
        BitSet output = removed.get(op.output().id());
        if (keepsApart(op)) {
          BitSet input = removed.getOrDefault(op.inputs().get(0).id(), new BitSet());
          changed |= restrict(input, output) | restrict(output, input);
        } else if (isDense(op)) {
          changed |= restrict(removed.get(op.inputs().get(0).id()), foldable((Linear) op));
        } else {
          for (Value input : op.inputs()) {
            changed |= restrict(removed.get(input.id()), new BitSet());
          }
        }
      }
    }
  }

  /**
   * Keeps some removable channels so that what is left is a multiple of four, and at least four.
   *
   * @return whether something changed
   */
  private boolean fill() {
    for (Map.Entry<Integer, BitSet> entry : removed.entrySet()) {
      BitSet gone = entry.getValue();
      int left = channels.get(entry.getKey()) - gone.cardinality();
      boolean whole = gone.isEmpty() || (left > 0 && left % MULTIPLE == 0);
      if (!whole) {
        gone.clear(gone.nextSetBit(0));
        return true;
      }
    }
    return false;
  }

  private static boolean restrict(BitSet removed, BitSet allowed) {
    if (removed == null) {
      return false;
    }
    int before = removed.cardinality();
    removed.and(allowed);
    return removed.cardinality() != before;
  }

  /** Input channels that are constant wherever a matrix of weights reads them. */
  private BitSet foldable(Linear op) {
    ChannelRanges input = ranges.range(op.input());
    int zeroPoint = op.input().type().qparams().zeroPoint();
    boolean pads = op instanceof Conv2D conv && conv.window().pads();
    BitSet constant = new BitSet();
    for (int c = 0; c < input.channels(); c++) {
      boolean same = input.min(c) == input.max(c);
      constant.set(c, same && (!pads || input.min(c) == zeroPoint));
    }
    return constant;
  }

  /** Every output channel reads every input channel, by constant weights. */
  private boolean isDense(Op op) {
    return (op instanceof Conv2D conv && conv.groups() == 1 || op instanceof FullyConnected)
        && isInt8((Linear) op);
  }

  private boolean isInt8(Linear op) {
    return op.input().type().dtype() == DType.INT8
        && op.output().type().dtype() == DType.INT8
        && op.weights().type().dtype() == DType.INT8
        && op.bias().type().dtype() == DType.INT32
        && graph.isConstant(op.weights())
        && graph.isConstant(op.bias());
  }

  /** An output channel reads the input channel of the same number and no other. */
  private boolean keepsApart(Op op) {
    Value input = op.inputs().get(0);
    boolean sameChannels =
        input.shape().rank() > 0
            && op.output().shape().rank() > 0
            && input.shape().dim(-1) == op.output().shape().dim(-1);
    boolean apart =
        op instanceof DepthwiseConv2D conv && isInt8(conv)
            || op instanceof MaxPool2D
            || op instanceof AveragePool2D
            || op instanceof Reshape;
    return sameChannels && apart && !graph.isConstant(input);
  }
}
