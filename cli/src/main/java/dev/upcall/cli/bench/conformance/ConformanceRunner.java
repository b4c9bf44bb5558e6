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
import java.util.Set;

/**
 * Imports a test's model, runs it and compares. A test feeds everything as inputs, shapes and
 * weights too; where the importer needs one of them as a constant, all named inputs but the first
 * become constants, or if that is not enough all of them.
 */
public final class ConformanceRunner {
  private static final String NEEDS_CONSTANT = "UP2018";

  /** Which inputs stay inputs, from all of them down. */
  private static final List<Integer> ATTEMPTS = List.of(Integer.MAX_VALUE, 1, 0);

  /**
   * These expect QLinearMatMul to wrap around where ONNX's definition of it says to saturate: -236
   * as int8 is 20 in the data, and -128 by {@code saturate((x / y_scale) + y_zero_point)}.
   */
  private static final Set<String> WRONG_DATA =
      Set.of(
          "node-v1.16.2/test_qlinearmatmul_2D_int8_float32",
          "node-v1.16.2/test_qlinearmatmul_3D_int8_float32");

  private final List<Engine> engines;

  /**
   * @param engines each of which must give the expected outputs
   */
  public ConformanceRunner(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Never throws: a crash is a failure. */
  public Outcome run(ConformanceCase test) {
    Outcome outcome = null;
    for (int kept : ATTEMPTS) {
      try {
        return run(test, kept);
      } catch (UpcallException e) {
        outcome = refused(test, e);
        if (e.diagnostics().stream().anyMatch(d -> !d.code().id().equals(NEEDS_CONSTANT))) {
          return outcome;
        }
      } catch (RuntimeException | StackOverflowError e) {
        return failed(test, e);
      }
    }
    return outcome;
  }

  /**
   * @param kept how many inputs stay inputs
   */
  private Outcome run(ConformanceCase test, int kept) {
    boolean constants = false;
    for (DataSet data : test.dataSets()) {
      Map<String, ConstantData> fixed = allButFirst(data, kept);
      constants |= !fixed.isEmpty();
      Graph graph = OnnxImporter.parse(test.name(), test.model(), OnnxLimits.standard(), fixed);
      for (Engine engine : engines) {
        List<Tensor> outputs = engine.run(graph, inputs(graph, data));
        Optional<String> difference = Comparison.difference(graph, data.outputs(), outputs);
        if (difference.isPresent()) {
          Kind kind = WRONG_DATA.contains(test.name()) ? Kind.DISPUTED : Kind.FAILED;
          return new Outcome(test.name(), kind, difference.get());
        }
      }
    }
    return new Outcome(test.name(), constants ? Kind.PASSED_WITH_CONSTANTS : Kind.PASSED, "");
  }

  private static Map<String, ConstantData> allButFirst(DataSet data, int kept) {
    Map<String, ConstantData> fixed = new HashMap<>();
    data.inputs().stream().skip(kept).forEach(tensor -> fixed.put(tensor.name(), tensor.data()));
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
