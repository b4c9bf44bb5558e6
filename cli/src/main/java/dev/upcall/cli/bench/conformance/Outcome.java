package dev.upcall.cli.bench.conformance;

/**
 * What became of one test.
 *
 * @param detail of a refusal its code and title, of a failure what differs; else empty
 */
public record Outcome(String test, Outcome.Kind kind, String detail) {
  /** How it ended. */
  public enum Kind {
    PASSED,
    /** Passed with all operands but the first stored in the model, as a compiler needs them. */
    PASSED_WITH_CONSTANTS,
    REFUSED,
    /** Differs from test data that contradict ONNX's own definition of the operator. */
    DISPUTED,
    FAILED
  }
}
