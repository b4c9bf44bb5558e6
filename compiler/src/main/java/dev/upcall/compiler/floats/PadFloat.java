package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Pad;
import java.util.Arrays;
import java.util.List;

final class PadFloat implements FloatKernel<Pad> {
  @Override
  public float[] run(Pad op, List<float[]> operands) {
    Shape out = op.output().shape();
    int[] strides = Strides.rowMajor(out);
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.padding().get(axis).before() * strides[axis];
    }
    Indexer target = new Indexer(op.input().shape(), strides, start);
    float[] result = new float[out.size()];
    Arrays.fill(result, op.value());
    for (float element : operands.get(0)) {
      result[target.offset()] = element;
      target.advance();
    }
    return result;
  }
}
