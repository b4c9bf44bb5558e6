package dev.upcall.compiler.ir;

/**
 * Operands that don't fit together. The importer turns it into a diagnostic that names the node;
 * from the verifier it is a bug of the pass before it.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }
}
