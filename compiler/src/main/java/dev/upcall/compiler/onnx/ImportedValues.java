package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.Map;

/** Names of the file to values of the graph that is being built. */
final class ImportedValues {
  private final String file;
  private final GraphBuilder builder;
  private final Map<String, Value> byName = new HashMap<>();

  ImportedValues(String file, GraphBuilder builder) {
    this.file = file;
    this.builder = builder;
  }

  GraphBuilder builder() {
    return builder;
  }

  boolean isDefined(String name) {
    return byName.containsKey(name);
  }

  /** The value that {@link #isDefined}. */
  Value get(String name) {
    return byName.get(name);
  }

  /**
   * @param definer what defines it, for messages
   */
  void define(String name, Value value, String definer) {
    if (byName.putIfAbsent(name, value) != null) {
      throw Diagnostic.of(OnnxCode.DUPLICATE_NAME)
          .at("%s, %s", file, definer)
          .found("a second definition of \"%s\"", name)
          .need("one definition of each value, as ONNX demands")
          .fix("export the model again")
          .toException();
    }
  }
}
