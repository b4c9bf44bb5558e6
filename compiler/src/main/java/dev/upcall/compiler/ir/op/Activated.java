package dev.upcall.compiler.ir.op;

/** An operator that can clamp its own result. */
public interface Activated {
  Activation activation();

  /** The same operator with another clamp. */
  Op withActivation(Activation activation);
}
