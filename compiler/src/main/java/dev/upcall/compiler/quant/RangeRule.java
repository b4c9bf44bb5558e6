package dev.upcall.compiler.quant;

/** How the range to be covered follows from what was observed. */
public enum RangeRule {
  /** Everything that was seen; no clipping. */
  MIN_MAX {
    @Override
    Range choose(Observer seen) {
      return new Range(seen.min(), seen.max());
    }
  },

  /** All but one element in ten thousand at each end. */
  PERCENTILE {
    @Override
    Range choose(Observer seen) {
      return Percentile.choose(seen, 1e-4);
    }
  },

  /** The range of least mean squared error by rounding and clipping together. */
  MEAN_SQUARED_ERROR {
    @Override
    Range choose(Observer seen) {
      return LeastSquares.choose(seen);
    }
  };

  abstract Range choose(Observer seen);
}
