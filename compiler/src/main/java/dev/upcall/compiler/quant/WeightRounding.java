package dev.upcall.compiler.quant;

/** How weights become whole steps of their scale. */
public enum WeightRounding {
  /** Each to the nearest. */
  NEAREST("nearest"),

  /**
   * One after another, with what was rounded off carried over to the weights that follow, such that
   * the layer's output on calibration data changes least; see {@link ErrorFeedback}.
   */
  FEEDBACK("feedback");

  private final String label;

  WeightRounding(String label) {
    this.label = label;
  }

  /** As on a command line. */
  public String label() {
    return label;
  }
}
