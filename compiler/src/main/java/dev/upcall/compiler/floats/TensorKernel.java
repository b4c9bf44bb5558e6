package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Op;
import java.util.List;

/** What one operator does with elements of several types, or with elements that it only moves. */
@FunctionalInterface
interface TensorKernel<O extends Op> {
  /**
   * @param operands {@code op.inputs()}, in their order; never written to
   * @return {@code op.output()}
   */
  Tensor run(O op, List<Tensor> operands);
}
