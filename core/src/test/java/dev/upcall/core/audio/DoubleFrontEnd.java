package dev.upcall.core.audio;

import dev.upcall.core.audio.AudioSpec.Kind;

/** A front end by the textbook, in double precision and without a fast transform. */
final class DoubleFrontEnd {
  private final AudioSpec spec;

  DoubleFrontEnd(AudioSpec spec) {
    this.spec = spec;
  }

  /** Energies of a frame's filters, 1 a full-scale sine's, [mels]. */
  double[] energies(short[] samples, int from) {
    double[] filters = new double[spec.mels()];
    MelScale scale = new MelScale(spec);
    for (int k = 1; k < spec.points() / 2; k++) {
      double power = power(samples, from, k);
      double place = scale.place(k);
      int edge = (int) Math.floor(place);
      double rising = place - edge;
      if (edge >= 0 && edge < spec.mels()) {
        filters[edge] += power * rising;
      }
      if (edge >= 1 && edge <= spec.mels()) {
        filters[edge - 1] += power * (1 - rising);
      }
    }
    for (int m = 0; m < filters.length; m++) {
      filters[m] /= sine();
    }
    return filters;
  }

  /** Energy of a frame at all frequencies, 1 a full-scale sine's. */
  double energy(short[] samples, int from) {
    double sum = 0;
    for (int i = 0; i < spec.window(); i++) {
      double value = samples[from + i] * hann(i);
      sum += value * value;
    }
    return sum * spec.points() / 2 / sine();
  }

  private double sine() {
    return 32768.0 * 32768 / 4 * 3 / 8 * spec.window() * spec.points();
  }

  private double hann(int i) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / spec.window());
  }

  private double power(short[] samples, int from, int bin) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < spec.window(); i++) {
      double angle = 2 * Math.PI * ((long) bin * i % spec.points()) / spec.points();
      real += samples[from + i] * hann(i) * Math.cos(angle);
      imaginary -= samples[from + i] * hann(i) * Math.sin(angle);
    }
    return real * real + imaginary * imaginary;
  }

  /** Logarithms of energies, -1 the floor and 1 the ceiling. */
  double[] logarithms(double[] energies) {
    double width = spec.ceilingDecibels() - spec.floorDecibels();
    double[] logs = new double[energies.length];
    for (int m = 0; m < logs.length; m++) {
      double decibels = 10 * Math.log10(energies[m] + 1e-30);
      double share = (decibels - spec.floorDecibels()) / width;
      logs[m] = 2 * Math.max(0, Math.min(1, share)) - 1;
    }
    return logs;
  }

  /** Of logarithms the features as reals, before they are rounded to int8, [columns]. */
  double[] features(double[] logs) {
    return spec.kind() == Kind.MFCC ? cepstrum(logs, false) : logs;
  }

  /** How far features may be off whose logarithms are, [columns]. */
  double[] reach(double[] errors) {
    return spec.kind() == Kind.MFCC ? cepstrum(errors, true) : errors;
  }

  private double[] cepstrum(double[] logs, boolean absolute) {
    double[] cepstrum = new double[spec.coefficients()];
    for (int k = 0; k < cepstrum.length; k++) {
      double weight = k == 0 ? 1 : Math.sqrt(2);
      if (spec.lifter() > 0) {
        weight *= 1 + spec.lifter() / 2.0 * Math.sin(Math.PI * k / spec.lifter());
      }
      for (int m = 0; m < logs.length; m++) {
        double cosine = Math.cos(Math.PI * k * (m + 0.5) / logs.length);
        cepstrum[k] += weight * logs[m] * (absolute ? Math.abs(cosine) : cosine);
      }
      cepstrum[k] /= logs.length;
    }
    return cepstrum;
  }
}
