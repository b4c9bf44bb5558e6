package dev.upcall.core.calibration;

/** How the range to be covered follows from what was observed. */
public enum RangeRule {
  /** Everything that was seen; no clipping. */
  MIN_MAX("minmax") {
    @Override
    public Range choose(Observer seen) {
      return new Range(seen.min(), seen.max());
    }
  },

  /** All but one element in ten thousand at each end. */
  PERCENTILE("percentile") {
    @Override
    public Range choose(Observer seen) {
      return Percentile.choose(seen, 1e-4);
    }
  },

  /** The range whose 256 steps tell least less than the histogram does, in nats. */
  ENTROPY("entropy") {
    @Override
    public Range choose(Observer seen) {
      return RangeSearch.choose(seen, new Divergence(seen)::ofRange);
    }
  },

  /** The range of least mean squared error by rounding and clipping together. */
  MEAN_SQUARED_ERROR("mse") {
    @Override
    public Range choose(Observer seen) {
      return RangeSearch.choose(seen, new SquaredError(seen)::ofRange);
    }
  };

  private final String label;

  RangeRule(String label) {
    this.label = label;
  }

  /** As on a command line. */
  public String label() {
    return label;
  }

  /** The range for what was seen, of which there is something. */
  public abstract Range choose(Observer seen);
}
