package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.KernelLibrary.UnsuitedException;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.List;

/** Chooses a kernel for each operator: the first library that has one gives it. */
public final class KernelSelector {
  private final List<KernelLibrary> libraries;

  /**
   * @param libraries the most special first; the last should be {@link PortableKernels}
   */
  public KernelSelector(List<KernelLibrary> libraries) {
    this.libraries = List.copyOf(libraries);
  }

  /** A selector that knows the portable C kernels alone. */
  public static KernelSelector portable() {
    return new KernelSelector(List.of(new PortableKernels()));
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException naming every operator without a kernel
   */
  public KernelProgram select(QuantGraph model) {
    Diagnostics diagnostics = new Diagnostics();
    List<KernelChoice> choices = new ArrayList<>();
    for (Op op : model.graph().ops()) {
      choose(op, model, choices, diagnostics);
    }
    diagnostics.throwIfAny();
    return new KernelProgram(model, choices);
  }

  private void choose(
      Op op, QuantGraph model, List<KernelChoice> choices, Diagnostics diagnostics) {
    UnsuitedException reason = null;
    for (KernelLibrary library : libraries) {
      try {
        choices.add(library.choose(op, model.graph()));
        return;
      } catch (UnsuitedException e) {
        reason = e;
      }
    }
    diagnostics.add(
        Diagnostic.of(KernelCode.NO_KERNEL, op.mnemonic())
            .at("%s", op.source())
            .found("%s", reason == null ? "no kernel library" : reason.getMessage())
            .need("%s", reason == null ? "one" : reason.need()));
  }
}
