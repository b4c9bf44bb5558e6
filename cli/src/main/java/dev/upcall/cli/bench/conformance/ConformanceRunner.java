package dev.upcall.cli.bench.conformance;

import dev.upcall.cli.bench.conformance.ConformanceCase.DataSet;
import dev.upcall.cli.bench.conformance.Outcome.Kind;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.compiler.onnx.TensorFile;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports a test's model, runs it and compares. A test feeds everything as inputs, shapes and
 * weights too; where the importer needs one of them as a constant, all named inputs but the first
 * become constants.
 */
public final class ConformanceRunner {
  private static final String NEEDS_CONSTANT = "UP2018";

  private final List<Engine> engines;

  /**
   * @param engines each of which must give the expected outputs
   */
  public ConformanceRunner(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Never throws: a crash is a failure. */
  public Outcome run(ConformanceCase test) {
    try {
      return run(test, false);
    } catch (UpcallException e) {
      boolean constants =
          e.diagnostics().stream().allMatch(d -> d.code().id().equals(NEEDS_CONSTANT));
      return constants ? withConstants(test) : refused(test, e);
    } catch (RuntimeException | StackOverflowError e) {
      return failed(test, e);
    }
  }

  private Outcome withConstants(ConformanceCase test) {
    try {
      return run(test, true);
    } catch (UpcallException e) {
      return refused(test, e);
    } catch (RuntimeException | StackOverflowError e) {
      return failed(test, e);
    }
  }

  private Outcome run(ConformanceCase test, boolean constants) {
    for (DataSet data : test.dataSets()) {
      Map<String, ConstantData> fixed = constants ? allButFirst(data) : Map.of();
      Graph graph = OnnxImporter.parse(test.name(), test.model(), OnnxLimits.standard(), fixed);
      for (Engine engine : engines) {
        List<Tensor> outputs = engine.run(graph, inputs(graph, data));
        Optional<String> difference = Comparison.difference(graph, data.outputs(), outputs);
        if (difference.isPresent()) {
          return new Outcome(test.name(), Kind.FAILED, difference.get());
        }
      }
    }
    return new Outcome(test.name(), constants ? Kind.PASSED_WITH_CONSTANTS : Kind.PASSED, "");
  }

  private static Map<String, ConstantData> allButFirst(DataSet data) {
    Map<String, ConstantData> fixed = new HashMap<>();
    data.inputs().stream().skip(1).forEach(tensor -> fixed.put(tensor.name(), tensor.data()));
    return fixed;
  }

  /** By name where the archive has names, else in order. */
  private static List<Tensor> inputs(Graph graph, DataSet data) {
    Map<String, TensorFile> named = new HashMap<>();
    data.inputs().forEach(tensor -> named.put(tensor.name(), tensor));
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      TensorFile inOrder = data.inputs().get(inputs.size());
      inputs.add(Tensor.of(named.getOrDefault(input.name(), inOrder).data()));
    }
    return inputs;
  }

  private static Outcome refused(ConformanceCase test, UpcallException e) {
    Diagnostic first = e.diagnostics().get(0);
    return new Outcome(
        test.name(), Kind.REFUSED, first.code().id() + " " + first.title() + ": " + first.found());
  }

  private static Outcome failed(ConformanceCase test, Throwable e) {
    return new Outcome(test.name(), Kind.FAILED, e.toString().lines().findFirst().orElse(""));
  }
}
