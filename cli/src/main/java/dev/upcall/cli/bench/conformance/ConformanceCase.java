package dev.upcall.cli.bench.conformance;

import dev.upcall.compiler.onnx.TensorFile;
import java.util.List;

/**
 * One test of ONNX's backend suite.
 *
 * @param name suite and test, e.g. {@code node-v1.16.2/test_abs}
 * @param model the bytes of its ONNX file
 * @param dataSets inputs and what they must give
 */
public record ConformanceCase(String name, byte[] model, List<DataSet> dataSets) {
  public ConformanceCase {
    dataSets = List.copyOf(dataSets);
  }

  /**
   * Inputs and outputs in the order of the graph's.
   *
   * @param inputs without a name where the archive has none
   */
  public record DataSet(List<TensorFile> inputs, List<TensorFile> outputs) {
    public DataSet {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }
}
