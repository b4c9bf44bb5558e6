package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;

/** Origins of operators that no node of the file stands for. */
final class Sources {
  private Sources() {}

  /** An operator made for {@code value}. */
  static SourceRef made(String what, Value value) {
    return new SourceRef("", -1, value.name() + "/" + what, what);
  }
}
