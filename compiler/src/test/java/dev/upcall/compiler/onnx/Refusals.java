package dev.upcall.compiler.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import org.junit.jupiter.api.function.Executable;

/** The first thing said of a model that is refused. */
final class Refusals {
  private Refusals() {}

  static OnnxModel relu() {
    return new OnnxModel().input("x", 1, 2).node("Relu", "x", "y").output("y");
  }

  static Diagnostic refusal(byte[] model) {
    return refusal(() -> OnnxImporter.parse("test.onnx", model, OnnxLimits.standard()));
  }

  static Diagnostic refusal(Executable action) {
    return assertThrows(UpcallException.class, action).diagnostics().get(0);
  }
}
