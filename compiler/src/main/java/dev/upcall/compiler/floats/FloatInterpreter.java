package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Runs a float graph on one sample at a time, operator by operator, in plain Java; keeps the
 * graph's states from run to run.
 */
public final class FloatInterpreter {
  private final Graph graph;
  private final FloatKernels kernels = new FloatKernels();
  private final Map<Integer, float[]> constants = new HashMap<>();
  private final Map<Integer, float[]> states = new HashMap<>();

  public FloatInterpreter(Graph graph) {
    this.graph = graph;
    graph
        .constants()
        .forEach(
            (id, data) -> {
              if (data.dtype() == DType.FLOAT32) {
                constants.put(id, data.toFloats());
              }
            });
    reset();
  }

  /** Lets the next run be the first. */
  public void reset() {
    graph.states().forEach(state -> states.put(state.value().id(), state.initial().toFloats()));
  }

  /**
   * Runs a graph of one input.
   *
   * @param input elements of the graph's input, row-major
   * @return elements of the graph's first output
   */
  public float[] run(float[] input) {
    return runAll(List.of(input), (value, elements) -> {}).get(0);
  }

  /**
   * Runs the graph.
   *
   * @param inputs elements of each of the graph's inputs, row-major
   * @param observer sees every input, every state and every operator's output, in the order of
   *     computation
   * @return elements of each of the graph's outputs
   * @throws IllegalArgumentException if an input does not have the number of elements of its shape
   */
  public List<float[]> runAll(List<float[]> inputs, BiConsumer<Value, float[]> observer) {
    Map<Integer, float[]> values = new HashMap<>(constants);
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value input = graph.inputs().get(i);
      if (inputs.get(i).length != input.shape().size()) {
        throw new IllegalArgumentException(
            inputs.get(i).length + " elements for " + input.name() + " " + input.shape());
      }
      values.put(input.id(), inputs.get(i));
      observer.accept(input, inputs.get(i));
    }
    for (State state : graph.states()) {
      float[] elements = states.get(state.value().id());
      values.put(state.value().id(), elements);
      observer.accept(state.value(), elements);
    }
    for (Op op : graph.ops()) {
      List<float[]> operands = new ArrayList<>();
      op.inputs().forEach(operand -> operands.add(values.get(operand.id())));
      float[] result = kernels.run(op, operands);
      values.put(op.output().id(), result);
      observer.accept(op.output(), result);
    }
    for (State state : graph.states()) {
      states.put(state.value().id(), values.get(state.next().id()));
    }
    return graph.outputs().stream().map(output -> values.get(output.id())).toList();
  }
}
