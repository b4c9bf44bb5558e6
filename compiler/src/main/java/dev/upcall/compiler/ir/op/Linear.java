package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Value;

/** An operator that multiplies by weights and adds a bias per output channel. */
public interface Linear extends Activated {
  Value input();

  Value weights();

  /** [output channels] */
  Value bias();

  Value output();

  /** The output channel that element {@code index} of the weights, row-major, belongs to. */
  int outputChannel(int index);
}
