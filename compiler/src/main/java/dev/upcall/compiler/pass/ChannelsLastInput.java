package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns inputs [N,C,H,W] into [N,H,W,C], as samples are fed: a camera gives pixels, not planes. A
 * one-dimensional [N,C,L] becomes [N,L,C] if convolutions read it. An input that the model itself
 * transposes to [N,C,H,W] is channels-last already, as exports of Keras are.
 */
final class ChannelsLastInput implements Pass {
  private static final List<Integer> TO_CHANNELS_FIRST = List.of(0, 3, 1, 2);
  private static final List<Integer> TO_CHANNELS_LAST = List.of(0, 2, 3, 1);
  private static final List<Integer> SWAP = List.of(0, 2, 1);

  @Override
  public String name() {
    return "channels-last-input";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    Map<Integer, List<Op>> readers = readers(graph);
    List<Value> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      if (isImage(input, readers)) {
        inputs.add(transposed(rewriter, input, TO_CHANNELS_LAST, TO_CHANNELS_FIRST));
      } else if (isSequence(input, readers)) {
        inputs.add(transposed(rewriter, input, SWAP, SWAP));
      } else {
        inputs.add(input);
      }
    }
    graph.ops().forEach(op -> rewriter.emit(rewriter.resolve(op)));
    return rewriter.build(inputs, graph.outputs());
  }

  private static Value transposed(
      Rewriter rewriter, Value input, List<Integer> permutation, List<Integer> inverse) {
    Shape shape = new Shape(permutation.stream().map(input.shape()::dim).toList());
    Value fed = rewriter.newValue(input.name(), TensorType.of(input.type().dtype(), shape));
    Value asBefore =
        rewriter.add(
            input, out -> new Transpose(fed, inverse, out, Sources.made("transpose", input)));
    rewriter.replace(input, asBefore);
    return fed;
  }

  private static boolean isImage(Value input, Map<Integer, List<Op>> readers) {
    return input.shape().rank() == 4
        && !readers.getOrDefault(input.id(), List.of()).stream()
            .allMatch(ChannelsLastInput::makesChannelsFirst);
  }

  /** Of a single channel, exporters make the transposition a reshape. */
  private static boolean makesChannelsFirst(Op op) {
    if (op instanceof Reshape reshape) {
      Shape in = reshape.input().shape();
      return in.dim(3) == 1
          && reshape.output().shape().equals(Shape.of(in.dim(0), 1, in.dim(1), in.dim(2)));
    }
    return op instanceof Transpose t && t.permutation().equals(TO_CHANNELS_FIRST);
  }

  /** All that read it are the reshapes to [N,C,1,L] before one-dimensional operators. */
  private static boolean isSequence(Value input, Map<Integer, List<Op>> readers) {
    if (input.shape().rank() != 3) {
      return false;
    }
    Shape plane = Shape.of(input.shape().dim(0), input.shape().dim(1), 1, input.shape().dim(2));
    return readers.getOrDefault(input.id(), List.of()).stream()
        .allMatch(
            op ->
                op instanceof Reshape
                    && op.output().shape().equals(plane)
                    && readers.getOrDefault(op.output().id(), List.of()).stream()
                        .allMatch(
                            next ->
                                next instanceof Transpose t
                                    && t.permutation().equals(TO_CHANNELS_LAST)));
  }

  /** The operators that read each value, by its id. */
  private static Map<Integer, List<Op>> readers(Graph graph) {
    Map<Integer, List<Op>> readers = new HashMap<>();
    for (Op op : graph.ops()) {
      for (Value operand : op.inputs()) {
        readers.computeIfAbsent(operand.id(), id -> new ArrayList<>()).add(op);
      }
    }
    return readers;
  }
}
