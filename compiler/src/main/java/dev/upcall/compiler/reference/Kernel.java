package dev.upcall.compiler.reference;

import dev.upcall.compiler.ir.op.Op;

/** Computes one kind of operator. */
interface Kernel<O extends Op> {
  /** The elements of {@code op}'s output, row-major. */
  int[] run(O op, Tensors tensors);
}
