package dev.upcall.cli.bench.conformance;

import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.onnx.TensorFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds outputs against what the tests expect: integers exactly, floats to within the tolerance
 * that ONNX's own backend tests have, 1e-3 of the expected magnitude and 1e-5.
 */
final class Comparison {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-5;

  private Comparison() {}

  /** The first difference in words; empty if there is none. */
  static Optional<String> difference(Graph graph, List<TensorFile> expected, List<Tensor> actual) {
    if (expected.size() != actual.size()) {
      return Optional.of(actual.size() + " outputs instead of " + expected.size());
    }
    for (int i = 0; i < expected.size(); i++) {
      Value output = graph.outputs().get(i);
      TensorFile tensor = expected.get(i);
      if (!output.shape().equals(tensor.shape())
          || output.type().dtype() != tensor.data().dtype()) {
        return Optional.of(
            output.name()
                + (" is " + output.type().dtype() + output.shape())
                + (" instead of " + tensor.data().dtype() + tensor.shape()));
      }
      Optional<String> difference = elements(Tensor.of(tensor.data()), actual.get(i));
      if (difference.isPresent()) {
        return difference.map(text -> output.name() + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> elements(Tensor expected, Tensor actual) {
    boolean integers = expected.dtype().isInteger();
    for (int i = 0; i < expected.size(); i++) {
      double wanted = integers ? expected.integers()[i] : expected.floats()[i];
      double found = integers ? actual.integers()[i] : actual.floats()[i];
      boolean equal =
          integers ? expected.integers()[i] == actual.integers()[i] : close(wanted, found);
      if (!equal) {
        return Optional.of(
            String.format(Locale.ROOT, "[%d] is %s instead of %s", i, found, wanted));
      }
    }
    return Optional.empty();
  }

  private static boolean close(double wanted, double found) {
    if (!Double.isFinite(wanted) || !Double.isFinite(found)) {
      return Double.compare(wanted, found) == 0;
    }
    return Math.abs(wanted - found) <= ABSOLUTE + RELATIVE * Math.abs(wanted);
  }
}
