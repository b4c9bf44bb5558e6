package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Op;
import java.util.List;

/** What one operator does with real numbers. */
@FunctionalInterface
interface FloatKernel<O extends Op> {
  /**
   * @param operands elements of {@code op.inputs()}, in their order, row-major; never written to
   * @return elements of {@code op.output()}, row-major
   */
  float[] run(O op, List<float[]> operands);
}
