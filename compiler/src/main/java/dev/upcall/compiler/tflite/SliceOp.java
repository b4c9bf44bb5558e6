package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operands 1 and 2 hold where it begins and how far it goes; -1 stands for the rest. */
final class SliceOp implements TfliteOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of(65, 3, 3, 48, 0)
        .constraints("constant begin and size", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    int rank = input.shape().rank();
    int[] begin = node.integers(1, "begin");
    int[] size = node.integers(2, "size");
    if (begin.length != rank || size.length != rank) {
      throw node.unsupported(begin.length + " begins, " + size.length + " sizes", rank + " each");
    }
    List<Integer> starts = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      starts.add(begin[axis]);
      sizes.add(size[axis] == -1 ? input.shape().dim(axis) - begin[axis] : size[axis]);
    }
    List<Integer> steps = Collections.nCopies(rank, 1);
    node.result(output -> new Slice(input, starts, steps, sizes, output, node.source()));
  }
}
