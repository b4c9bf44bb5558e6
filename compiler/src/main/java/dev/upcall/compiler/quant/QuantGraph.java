package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;

/**
 * A graph whose every activation is quantised: what the reference interprets, the planner places
 * and the emitter prints. A type of its own, so that no later stage can be handed a float graph.
 *
 * <p>Activations int8 per tensor; weights int8 or int4 symmetric, per output channel; biases int32
 * with scale = input scale * weight scale. Weights of DepthwiseConv2D are [1,KH,KW,C].
 */
public record QuantGraph(Graph graph) implements ExecutableGraph {
  public QuantGraph {
    for (Value input : graph.inputs()) {
      requireQuantized(input);
    }
    for (Op op : graph.ops()) {
      requireQuantized(op.output());
    }
  }

  private static void requireQuantized(Value value) {
    if (!value.type().isQuantized()) {
      throw new IllegalArgumentException("%" + value.id() + " is not quantised");
    }
  }
}
