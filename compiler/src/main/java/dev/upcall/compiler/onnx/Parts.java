package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Parts of tensors along one axis, and elements of one axis in another order. */
final class Parts {
  private Parts() {}

  /** {@code size} elements of {@code axis} from {@code start} on; the operand if that is all. */
  static Value part(NodeContext node, Value input, int axis, int start, int size) {
    return stepped(node, input, axis, start, 1, size);
  }

  /** As {@link #part}, every {@code step}th element. */
  static Value stepped(NodeContext node, Value input, int axis, int start, int step, int size) {
    if (start == 0 && step == 1 && size == input.shape().dim(axis)) {
      return input;
    }
    int rank = input.shape().rank();
    List<Integer> starts = new ArrayList<>(Collections.nCopies(rank, 0));
    List<Integer> steps = new ArrayList<>(Collections.nCopies(rank, 1));
    List<Integer> sizes = new ArrayList<>(input.shape().dims());
    starts.set(axis, start);
    steps.set(axis, step);
    sizes.set(axis, size);
    return node.add(output -> new Slice(input, starts, steps, sizes, output, node.source()));
  }

  /** The elements of {@code axis} at {@code indices}, in that order. */
  static Value pick(NodeContext node, Value input, int axis, int[] indices) {
    Value constant =
        node.constant(
            node.source().name() + ".indices",
            Shape.of(indices.length),
            ConstantData.ofInts(indices));
    return node.add(output -> new Gather(input, constant, axis, output, node.source()));
  }
}
