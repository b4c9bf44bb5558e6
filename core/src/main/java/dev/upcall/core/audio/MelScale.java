package dev.upcall.core.audio;

/**
 * The filters' places among the bins of the Fourier transform. With mel(f) = 1127 ln(1 + f / 700),
 * the filters' edges are at even distances; a bin at place p, counted in these distances from the
 * lowest edge, gives its fraction to the filter that rises there and the rest to the one that
 * falls, so that each bin's energy is shared by two neighbours.
 */
final class MelScale {
  private final AudioSpec spec;
  private final double low;
  private final double step;

  MelScale(AudioSpec spec) {
    this.spec = spec;
    low = mel(spec.lowHertz());
    step = (mel(spec.highHertz()) - low) / (spec.mels() + 1);
  }

  private static double mel(double hertz) {
    return 1127 * StrictMath.log1p(hertz / 700);
  }

  /** Place of a bin, 0 at the lowest edge, mels + 1 at the highest. */
  double place(int bin) {
    return (mel((double) bin * spec.rate() / spec.points()) - low) / step;
  }

  /**
   * First bin, not the constant, at or above an edge, 0 to mels + 1; bins end at points / 2 - 1.
   */
  int firstBin(int edge) {
    int bin = 1;
    while (bin < spec.points() / 2 && place(bin) < edge) {
      bin++;
    }
    return bin;
  }
}
