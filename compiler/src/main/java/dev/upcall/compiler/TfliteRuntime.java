package dev.upcall.compiler;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.FloatGraph;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.model.Model;
import dev.upcall.core.model.ModelRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs TFLite models on the host as devices compute them: by the integer reference, or the float
 * one.
 */
public final class TfliteRuntime implements ModelRuntime {
  @Override
  public boolean reads(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".tflite");
  }

  @Override
  public Model open(String title, Path file) {
    Network network = TfliteImporter.read(file);
    Graph imported = network.reals().orElseGet(() -> network.integers().orElseThrow().graph());
    List<Value> inputs = imported.inputs();
    if (inputs.size() != 1 || inputs.get(0).type().dtype().isInteger() && network.isReal()) {
      throw Diagnostic.of(CompilerCode.HOST_MODEL, title)
          .at("%s", file)
          .found("inputs %s", inputs)
          .need("one input, of floats or quantised")
          .fix("join them in the model")
          .toException();
    }
    Graph graph = Passes.logits().run(imported);
    ExecutableGraph model = network.isReal() ? new FloatGraph(graph) : new QuantGraph(graph);
    // A softmax that is taken off leaves its output's name behind.
    List<String> names = imported.outputs().stream().map(Value::name).toList();
    return new ReferenceModel(title, file, model, names);
  }
}
