package dev.upcall.core.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.audio.AudioSpec.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The integers against double precision. */
class FrontEndTest {
  /** Share of an energy that its integer may be off, 0.02 dB. */
  private static final double SHARE = 0.005;

  /** And of the frame's whole energy: the arithmetic's noise in a filter, 93 dB below it. */
  private static final double NOISE = 5e-10;

  /** int8 steps that rounding and the arithmetic behind the logarithm may add. */
  private static final double STEPS = 0.5 + 0.06;

  private static AudioSpec spec(Kind kind, int rate, int window, int stride, int mels) {
    int coefficients = kind == Kind.MFCC ? Math.min(13, mels) : mels;
    double top = rate / 2.0;
    int lifter = kind == Kind.MFCC ? 22 : 0;
    return new AudioSpec(kind, rate, window, stride, mels, coefficients, 20, top, -90, -10, lifter);
  }

  /** Transforms of all lengths but the longest, of a power of four and not. */
  static Stream<AudioSpec> specs() {
    return Stream.of(
        spec(Kind.LOG_MEL, 8000, 320, 160, 40),
        spec(Kind.MFCC, 8000, 320, 160, 40),
        spec(Kind.MFCC, 16000, 640, 320, 40),
        spec(Kind.LOG_MEL, 16000, 256, 128, 20),
        spec(Kind.LOG_MEL, 4000, 100, 40, 8),
        spec(Kind.MFCC, 2000, 16, 16, 2),
        new AudioSpec(Kind.MFCC, 16000, 400, 160, 26, 26, 300, 3800, -70, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void isAStepFromDoublePrecision(AudioSpec spec) {
    DoubleFrontEnd exact = new DoubleFrontEnd(spec);
    int samples = (int) spec.samples(2);
    double steps = 1 / spec.qparams().scale();
    for (Map.Entry<String, short[]> signal : Signals.of(samples, spec.rate()).entrySet()) {
      byte[] features = new FrontEnd(spec).features(Signals.bytes(signal.getValue()));
      assertEquals(2 * spec.columns(), features.length);
      for (int frame = 0; frame < 2; frame++) {
        double[] energies = exact.energies(signal.getValue(), frame * spec.stride());
        double noise = NOISE * exact.energy(signal.getValue(), frame * spec.stride());
        double[] reals = exact.features(exact.logarithms(energies));
        double[] allowed = exact.reach(allowed(energies, noise, exact));
        for (int c = 0; c < reals.length; c++) {
          double expected = Math.max(-128, Math.min(127, reals[c] * steps));
          double error = Math.abs(features[frame * spec.columns() + c] - expected);
          double most = allowed[c] * steps + STEPS;
          String where = signal.getKey() + ", frame " + frame + ", feature " + c;
          assertTrue(error <= most, where + ": " + error + " steps, of " + most);
        }
      }
    }
  }

  /** How far each logarithm may be off. */
  private static double[] allowed(double[] energies, double noise, DoubleFrontEnd exact) {
    double[] lo = exact.logarithms(map(energies, e -> Math.max(0, e * (1 - SHARE) - noise)));
    double[] hi = exact.logarithms(map(energies, e -> e * (1 + SHARE) + noise));
    double[] middle = exact.logarithms(energies);
    double[] allowed = new double[energies.length];
    for (int m = 0; m < allowed.length; m++) {
      allowed[m] = Math.max(hi[m] - middle[m], middle[m] - lo[m]);
    }
    return allowed;
  }

  private static double[] map(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  @Test
  void hearsLevelsInDecibels() {
    // One filter over the whole band hears all of a sine: 20 dB less of it are 20 dB less.
    AudioSpec spec = new AudioSpec(Kind.LOG_MEL, 8000, 512, 256, 4, 4, 0, 4000, -100, 0, 0);
    byte[] features = new byte[2];
    int i = 0;
    for (int amplitude : new int[] {32000, 3200}) {
      short[] sine = new short[512];
      for (int n = 0; n < sine.length; n++) {
        sine[n] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * n / 16));
      }
      features[i++] = new FrontEnd(spec).features(Signals.bytes(sine))[1];
    }
    assertEquals(20 * 2.56, features[0] - features[1], 1);
  }

  @Test
  void silenceIsTheFloor() {
    AudioSpec spec = spec(Kind.LOG_MEL, 8000, 320, 160, 40);
    for (byte feature : new FrontEnd(spec).features(new byte[640])) {
      assertEquals(-128, feature);
    }
  }

  @Test
  void aFrameDoesNotDependOnItsNeighbours() {
    AudioSpec spec = spec(Kind.MFCC, 8000, 320, 160, 40);
    byte[] raw = new byte[(int) (2 * spec.samples(5))];
    new Random(3).nextBytes(raw);
    FrontEnd frontEnd = new FrontEnd(spec);
    byte[] all = frontEnd.features(raw);
    byte[] third = new byte[2 * spec.window()];
    System.arraycopy(raw, 2 * 3 * spec.stride(), third, 0, third.length);
    byte[] one = frontEnd.features(third);
    for (int c = 0; c < one.length; c++) {
      assertEquals(one[c], all[3 * spec.columns() + c]);
    }
  }

  @Test
  void namesAFilterWithoutABin() {
    assertEquals(-1, new AudioTables(spec(Kind.LOG_MEL, 8000, 320, 160, 40)).emptyFilter());
    assertEquals(0, new AudioTables(spec(Kind.LOG_MEL, 8000, 128, 64, 80)).emptyFilter());
  }
}
