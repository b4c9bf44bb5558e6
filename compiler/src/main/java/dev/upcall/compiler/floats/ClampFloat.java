package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Clamp;
import java.util.List;

final class ClampFloat implements FloatKernel<Clamp> {
  @Override
  public float[] run(Clamp op, List<float[]> operands) {
    return Activations.apply(op.activation(), operands.get(0).clone());
  }
}
