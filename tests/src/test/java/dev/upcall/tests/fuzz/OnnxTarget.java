package dev.upcall.tests.fuzz;

import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.core.diagnostic.UpcallException;

/** What the fuzzer calls: any bytes as an ONNX file, imported and brought into legal form. */
public final class OnnxTarget {
  private static final OnnxLimits LIMITS = OnnxLimits.standard();

  private OnnxTarget() {}

  /** Throws nothing, whatever {@code bytes} are. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      Passes.standard().run(OnnxImporter.parse("fuzzed.onnx", bytes, LIMITS));
    } catch (UpcallException e) {
      Targets.requireNamed(e);
    }
  }
}
