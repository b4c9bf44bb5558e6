package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Add;
import java.util.List;

final class AddFloat implements TensorKernel<Add> {
  @Override
  public Tensor run(Add op, List<Tensor> operands) {
    return new Pairs(op.left(), op.right(), op.output(), operands)
        .combine(Float::sum, Long::sum, op.activation());
  }
}
