package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.pass.EqualizeChannels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of a float network that has, operator by operator, what its quantised one has: channels
 * evened out if they are to be; where activations are wider than input and output a door behind the
 * one and before the other, which in floats changes nothing; else {@link GivenOperands} apart.
 */
public final class QuantForm {
  private static final String DOOR = "Quantize";

  private QuantForm() {}

  /**
   * @param graph after {@link dev.upcall.compiler.pass.Passes}
   */
  public static Graph of(Graph graph, QuantOptions options) {
    return of(graph, options, options.activations() == Activations.INT16);
  }

  /**
   * The form of {@code model}, which says itself how wide its activations are.
   *
   * @param graph that it was made of
   */
  public static Graph of(Graph graph, QuantOptions options, QuantGraph model) {
    boolean wide =
        model.graph().ops().stream().anyMatch(op -> op.output().type().dtype() == DType.INT16);
    return of(graph, options, wide);
  }

  private static Graph of(Graph graph, QuantOptions options, boolean wide) {
    Graph even = options.equalize() ? new EqualizeChannels().run(graph) : graph;
    return wide ? withDoors(even) : GivenOperands.apart(even);
  }

  private static Graph withDoors(Graph graph) {
    int nextId = graph.nextId();
    Map<Integer, Value> behind = new HashMap<>();
    List<Op> ops = new ArrayList<>();
    for (Value input : graph.inputs()) {
      Value wide = new Value(nextId++, input.name(), input.type());
      ops.add(door(input, wide));
      behind.put(input.id(), wide);
    }
    for (Op op : graph.ops()) {
      List<Value> inputs =
          op.inputs().stream().map(value -> behind.getOrDefault(value.id(), value)).toList();
      ops.add(op.with(inputs, op.output()));
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      Value narrow = new Value(nextId++, output.name(), output.type());
      ops.add(door(behind.getOrDefault(output.id(), output), narrow));
      outputs.add(narrow);
    }
    return new Graph(graph.name(), graph.inputs(), outputs, ops, graph.constants());
  }

  private static Op door(Value from, Value to) {
    return new Clamp(
        from, Activation.NONE, to, new SourceRef("", -1, from.name() + "/" + DOOR, DOOR));
  }
}
