package dev.upcall.cli.validate;

import dev.upcall.compiler.report.QuantReport;
import java.util.List;
import java.util.Optional;

/**
 * What a validation found.
 *
 * @param board where the C ran
 */
public record ValidationReport(String board, List<Stage> stages) {
  public ValidationReport {
    stages = List.copyOf(stages);
  }

  /** Whether the C gave what the reference gives everywhere. */
  public boolean agrees() {
    return stages.stream().allMatch(Stage::agrees);
  }

  /**
   * One network.
   *
   * @param origin of the samples
   * @param agrees whether the C gave the integer reference's bytes; of floats, the float
   *     reference's numbers to rounding
   * @param comparedBytes of output, C against the reference
   * @param firstDifference the first layer whose C differs, where any does
   * @param floats C against the float reference; empty for a network in integers
   * @param worstInC of a network in floats the layer whose C is farthest from the reference
   * @param accuracy share of labels that the network gets right as the device computes it
   * @param floatAccuracy the same of the network before it was quantised
   * @param quantization integer outputs against those before quantisation; empty for a network that
   *     was quantised elsewhere
   * @param worstLayer the layer whose output has the least signal to noise
   * @param original our float arithmetic against ONNX Runtime's; empty where that was not run
   * @param remarks what could not be compared, and why
   */
  public record Stage(
      String name,
      String model,
      int samples,
      String origin,
      boolean agrees,
      long comparedBytes,
      long mismatchedBytes,
      Optional<Difference> firstDifference,
      Optional<OutputError> floats,
      Optional<LayerError> worstInC,
      Optional<Double> accuracy,
      Optional<Double> floatAccuracy,
      Optional<OutputError> quantization,
      Optional<QuantReport.Layer> worstLayer,
      Optional<OutputError> original,
      List<String> remarks) {
    public Stage {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * How far a layer's C is from the float reference, what went before included.
   *
   * @param sample index of the sample
   * @param layer index among the layers that compute
   * @param operator its mnemonic
   * @param kernel its C function, or loops
   * @param source where it stands in the model's file
   */
  public record LayerError(
      int sample, int layer, String operator, String kernel, String source, OutputError error) {}

  /**
   * A layer whose C differs from the reference.
   *
   * @param sample index of the sample
   * @param layer index among the layers that compute
   * @param operator its mnemonic
   * @param kernel its C function
   * @param source where it stands in the model's file
   * @param mismatchedBytes of its output for that sample
   */
  public record Difference(
      int sample,
      int layer,
      String operator,
      String kernel,
      String source,
      long mismatchedBytes,
      long bytes) {}
}
