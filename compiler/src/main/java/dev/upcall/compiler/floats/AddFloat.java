package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.op.Add;
import java.util.List;

final class AddFloat implements FloatKernel<Add> {
  @Override
  public float[] run(Add op, List<float[]> operands) {
    Shape shape = op.output().shape();
    Indexer left = new Indexer(shape, Strides.broadcast(op.left().shape(), shape), 0);
    Indexer right = new Indexer(shape, Strides.broadcast(op.right().shape(), shape), 0);
    float[] out = new float[shape.size()];
    for (int i = 0; i < out.length; i++, left.advance(), right.advance()) {
      out[i] = operands.get(0)[left.offset()] + operands.get(1)[right.offset()];
    }
    return Activations.apply(op.activation(), out);
  }
}
