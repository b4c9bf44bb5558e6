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
  private final Map<Integer, Tensor> constants = new HashMap<>();
  private final Map<Integer, Tensor> states = new HashMap<>();

  public FloatInterpreter(Graph graph) {
    this.graph = graph;
    graph.constants().forEach((id, data) -> constants.put(id, Tensor.of(data)));
    reset();
  }

  /** Lets the next run be the first. */
  public void reset() {
    graph.states().forEach(state -> states.put(state.value().id(), Tensor.of(state.initial())));
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
   * Runs a graph whose inputs and outputs are floats.
   *
   * @param inputs elements of each of the graph's inputs, row-major
   * @param observer sees every input, every state and every operator's output of floats, in the
   *     order of computation
   * @return elements of each of the graph's outputs
   * @throws IllegalArgumentException if an input does not have the number of elements of its shape
   */
  public List<float[]> runAll(List<float[]> inputs, BiConsumer<Value, float[]> observer) {
    BiConsumer<Value, Tensor> floats =
        (value, tensor) -> {
          if (!tensor.dtype().isInteger()) {
            observer.accept(value, tensor.floats());
          }
        };
    return runTensors(inputs.stream().map(Tensor::of).toList(), floats).stream()
        .map(Tensor::floats)
        .toList();
  }

  /**
   * Runs the graph.
   *
   * @param inputs each of the graph's inputs
   * @param observer sees every input, every state and every operator's output, in the order of
   *     computation
   * @return each of the graph's outputs
   * @throws IllegalArgumentException if an input does not have the number of elements of its shape
   *     or their type
   */
  public List<Tensor> runTensors(List<Tensor> inputs, BiConsumer<Value, Tensor> observer) {
    Map<Integer, Tensor> values = new HashMap<>(constants);
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value input = graph.inputs().get(i);
      check(inputs.get(i), input);
      values.put(input.id(), inputs.get(i));
      observer.accept(input, inputs.get(i));
    }
    for (State state : graph.states()) {
      Tensor tensor = states.get(state.value().id());
      values.put(state.value().id(), tensor);
      observer.accept(state.value(), tensor);
    }
    for (Op op : graph.ops()) {
      List<Tensor> operands = new ArrayList<>();
      op.inputs().forEach(operand -> operands.add(values.get(operand.id())));
      Tensor result = kernels.run(op, operands);
      values.put(op.output().id(), result);
      observer.accept(op.output(), result);
    }
    for (State state : graph.states()) {
      states.put(state.value().id(), values.get(state.next().id()));
    }
    return graph.outputs().stream().map(output -> values.get(output.id())).toList();
  }

  private static void check(Tensor tensor, Value input) {
    if (tensor.size() != input.shape().size()) {
      throw new IllegalArgumentException(
          tensor.size() + " elements for " + input.name() + " " + input.shape());
    }
    DType needed = input.type().dtype();
    if (tensor.dtype() != needed) {
      throw new IllegalArgumentException(
          tensor.dtype().irName()
              + " elements for "
              + input.name()
              + ", which has "
              + needed.irName());
    }
  }
}
