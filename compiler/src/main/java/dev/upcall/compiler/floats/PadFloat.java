package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Pad;
import java.util.Arrays;
import java.util.List;

final class PadFloat implements TensorKernel<Pad> {
  @Override
  public Tensor run(Pad op, List<Tensor> operands) {
    Tensor input = operands.get(0);
    Shape out = op.output().shape();
    int[] strides = Strides.rowMajor(out);
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.padding().get(axis).before() * strides[axis];
    }
    int[] targets = Indexer.offsets(op.input().shape(), strides, start);
    // What is padded with stands behind the input's elements.
    int[] picked = new int[out.size()];
    Arrays.fill(picked, input.size());
    for (int i = 0; i < targets.length; i++) {
      picked[targets[i]] = i;
    }
    Tensor padding =
        input.dtype().isInteger()
            ? Tensor.of(input.dtype(), (long) op.value())
            : Tensor.of(op.value());
    return Tensor.join(List.of(input, padding)).pick(picked);
  }
}
