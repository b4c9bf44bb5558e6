package dev.upcall.compiler.kernel;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can stand against computing a quantised graph on a microcontroller. */
public enum KernelCode implements DiagnosticCode {
  NO_KERNEL("UP2301", "no kernel computes this %s");

  private final String id;
  private final String pattern;

  KernelCode(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return Exit.UNSUPPORTED;
  }
}
