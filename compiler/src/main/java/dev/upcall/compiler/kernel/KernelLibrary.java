package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Op;

/** The kernels of one class of microcontrollers. */
public interface KernelLibrary {
  /**
   * The kernel for {@code op}.
   *
   * @throws UnsuitedException if no kernel of this library computes it
   */
  KernelChoice choose(Op op, Graph graph) throws UnsuitedException;

  /** Why a library has no kernel for an operator. */
  final class UnsuitedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String need;

    /**
     * @param found what the operator has
     * @param need what the kernel takes
     */
    UnsuitedException(String found, String need) {
      super(found);
      this.need = need;
    }

    String need() {
      return need;
    }
  }
}
