package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a quantised graph in integer arithmetic. Keeps nothing between runs, which a {@link Session}
 * does; safe to share.
 */
public final class Interpreter {
  private final Map<Class<? extends Op>, Kernel<?>> kernels = new HashMap<>();

  public Interpreter() {
    register(Add.class, new AddKernel());
    register(ArgReduce.class, new ArgReduceKernel());
    register(AveragePool2D.class, new AveragePool2DKernel());
    register(Binary.class, new BinaryKernel());
    register(Clamp.class, new ClampKernel());
    register(Concat.class, new ConcatKernel());
    register(Conv2D.class, new Conv2DKernel());
    register(DepthwiseConv2D.class, new DepthwiseConv2DKernel());
    register(FullyConnected.class, new FullyConnectedKernel());
    register(Gather.class, new GatherKernel());
    register(L2Normalization.class, new L2NormalizationKernel());
    register(LogSoftmax.class, new LogSoftmaxKernel());
    register(MatMul.class, new MatMulKernel());
    register(MaxPool2D.class, new MaxPool2DKernel());
    register(Mean.class, new MeanKernel());
    register(Pad.class, new PadKernel());
    register(Recurrent.class, new RecurrentKernel());
    register(Reduce.class, new ReduceKernel());
    register(Reshape.class, (op, tensors) -> tensors.elements(op.input()));
    register(Resize2D.class, new Resize2DKernel());
    register(Slice.class, new SliceKernel());
    register(Softmax.class, new SoftmaxKernel());
    register(Standardize.class, new StandardizeKernel());
    register(Transpose.class, new TransposeKernel());
    register(TransposeConv2D.class, new TransposeConv2DKernel());
    register(Unary.class, new UnaryKernel());
  }

  /**
   * The elements of the graph's first output.
   *
   * @param input elements of the graph's only input, row-major; of 16 bits and more little endian
   */
  public byte[] run(QuantGraph model, byte[] input) {
    return runAll(model, input).get(model.graph().outputs().get(0).id());
  }

  /** The elements of every activation, the input's included, by value id. */
  public Map<Integer, byte[]> runAll(QuantGraph model, byte[] input) {
    return runAll(model, List.of(input));
  }

  /** As {@link #runAll(QuantGraph, byte[])} of a graph of several inputs; its first run. */
  public Map<Integer, byte[]> runAll(QuantGraph model, List<byte[]> inputs) {
    return session(model).run(inputs);
  }

  /** Runs of one network, one behind the other: its states go on from run to run. */
  public Session session(QuantGraph model) {
    return new Session(model.graph());
  }

  /** A network and its states. For one thread. */
  public final class Session {
    private final Graph graph;
    private final Map<Integer, int[]> states = new HashMap<>();

    private Session(Graph graph) {
      this.graph = graph;
      for (State state : graph.states()) {
        states.put(state.value().id(), state.initial().toInts());
      }
    }

    /** The elements of every activation, the inputs' included, by value id. */
    public Map<Integer, byte[]> run(List<byte[]> inputs) {
      if (graph.inputs().size() != inputs.size()) {
        throw new IllegalArgumentException(inputs.size() + " inputs for " + graph.inputs().size());
      }
      Map<Integer, byte[]> activations = new HashMap<>();
      Tensors tensors = new Tensors(graph);
      for (int i = 0; i < inputs.size(); i++) {
        Value input = graph.inputs().get(i);
        tensors.put(input, ConstantData.ofRaw(input.type().dtype(), inputs.get(i)).toInts());
        activations.put(input.id(), inputs.get(i).clone());
      }
      for (State state : graph.states()) {
        tensors.put(state.value(), states.get(state.value().id()));
      }
      for (Op op : graph.ops()) {
        int[] elements = Interpreter.this.run(op, tensors);
        tensors.put(op.output(), elements);
        long[] longs = Arrays.stream(elements).asLongStream().toArray();
        activations.put(
            op.output().id(), ConstantData.ofLongs(op.output().type().dtype(), longs).toBytes());
      }
      for (State state : graph.states()) {
        states.put(state.value().id(), tensors.elements(state.next()));
      }
      return activations;
    }

    /** The elements of the first output. */
    public byte[] output(byte[] input) {
      return run(List.of(input)).get(graph.outputs().get(0).id());
    }
  }

  /** The operators that it computes. */
  public Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(kernels.keySet());
  }

  private <O extends Op> void register(Class<O> type, Kernel<O> kernel) {
    kernels.put(type, kernel);
  }

  // Registered under the operator's own class, so the kernel takes it.
  @SuppressWarnings("unchecked")
  private int[] run(Op op, Tensors tensors) {
    Kernel<Op> kernel = (Kernel<Op>) kernels.get(op.getClass());
    if (kernel == null) {
      throw new IllegalArgumentException("no integer arithmetic for " + op.getClass());
    }
    return kernel.run(op, tensors);
  }
}
