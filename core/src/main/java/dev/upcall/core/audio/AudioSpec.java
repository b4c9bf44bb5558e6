package dev.upcall.core.audio;

import dev.upcall.core.tensor.QParams;

/**
 * What the manifest says of an audio front end.
 *
 * @param kind what a frame becomes
 * @param rate samples per second
 * @param window samples of a frame, even, {@link #MIN_WINDOW} to {@link #MAX_WINDOW}
 * @param stride samples from the start of a frame to the start of the next, 1 to window
 * @param mels triangular filters, at even distances on the mel scale
 * @param coefficients of a frame that are kept by {@link Kind#MFCC}; as many as mels else
 * @param lowHertz where the first filter begins
 * @param highHertz where the last filter ends, at most rate / 2
 * @param floorDecibels energies of this and less become the least feature; 0 is a full-scale sine
 * @param ceilingDecibels energies of this and more become the greatest feature
 * @param lifter of {@link Kind#MFCC}: weighs coefficient k by 1 + lifter/2 sin(pi k / lifter); 0:
 *     leaves them as they are
 */
public record AudioSpec(
    Kind kind,
    int rate,
    int window,
    int stride,
    int mels,
    int coefficients,
    double lowHertz,
    double highHertz,
    double floorDecibels,
    double ceilingDecibels,
    int lifter) {
  public static final int MIN_WINDOW = 16;
  public static final int MAX_WINDOW = 2048;

  /** Kinds of features. */
  public enum Kind {
    /** Logarithms of the filters' energies. */
    LOG_MEL("logMel"),
    /** Mel-frequency cepstral coefficients: the cosine transform of these logarithms. */
    MFCC("mfcc");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** As the manifest calls it. */
    public String key() {
      return key;
    }
  }

  /** Features of a frame. */
  public int columns() {
    return kind == Kind.MFCC ? coefficients : mels;
  }

  /**
   * What features mean: logarithms are reals of -1 at the floor to 1 at the ceiling; coefficients
   * are means of such, weighed, and may reach 2.
   */
  public QParams qparams() {
    return new QParams(kind == Kind.MFCC ? 1 / 64f : 1 / 128f, 0);
  }

  /** Points of the Fourier transform: the least power of two that holds a window. */
  public int points() {
    return Math.max(MIN_WINDOW, Integer.highestOneBit(2 * window - 1));
  }

  /** Samples that so many frames span. */
  public long samples(int frames) {
    return window + (frames - 1L) * stride;
  }

  /** Milliseconds of a number of samples. */
  public double millis(long samples) {
    return 1000.0 * samples / rate;
  }
}
