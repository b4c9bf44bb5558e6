package dev.upcall.training.fit;

/**
 * Learning rate per step: linear up to the base rate during warm-up, then half a cosine down to 0.
 *
 * @param base highest rate
 * @param warmup steps of the linear part
 * @param steps all steps
 */
record CosineSchedule(float base, int warmup, int steps) {
  /** Rate of a step, the first being 1. */
  double rate(int step) {
    if (step <= warmup) {
      return (double) base * step / warmup;
    }
    double progress = Math.min(1, (double) (step - warmup) / Math.max(1, steps - warmup));
    return base * (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
