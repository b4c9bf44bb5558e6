package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Value;
import java.util.List;

/** An operator that works along some of its operand's axes and treats all others alike. */
public interface OverAxes {
  Value input();

  List<Integer> axes();

  /** Whether the output has an axis for each of the operand's. */
  boolean keepsAxes();

  /** The same operator on another operand, along other axes. */
  Op along(Value newInput, List<Integer> newAxes, Value newOutput);
}
