package dev.upcall.compiler.quant;

/** What activations are within a network that is quantised here; its input and output are int8. */
public enum Activations {
  /** One byte each, asymmetric. */
  INT8("int8"),

  /**
   * Two bytes each, symmetric; weights are int8, biases and accumulators 64 bits wide. TFLite's
   * 16x8 form.
   */
  INT16("int16");

  private final String label;

  Activations(String label) {
    this.label = label;
  }

  /** As on a command line. */
  public String label() {
    return label;
  }
}
