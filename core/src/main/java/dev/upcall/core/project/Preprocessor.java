package dev.upcall.core.project;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.FrontEnd;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Optional;

/**
 * Raw bytes to the int8 input of the networks. A function of the manifest alone, so that device,
 * host, compiler and trainer agree: the device carries the same 256-entry tables, or the twin of
 * {@link FrontEnd}, and everything that runs in float is fed what the int8 input means.
 *
 * <p>real = raw * scale + offset; the input's quantisation covers the reals of rawMin..rawMax over
 * all channels, extended to hold 0. Samples are [H,W,C] or [N], so value i belongs to channel i %
 * C.
 */
public final class Preprocessor {
  private static final int RAW_VALUES = 256;

  private final InputSpec input;
  private final QParams qparams;
  private final byte[][] tables;
  private final Optional<FrontEnd> frontEnd;

  public Preprocessor(InputSpec input) {
    this.input = input;
    this.frontEnd = input.audio().map(FrontEnd::new);
    if (input.audio().isPresent()) {
      this.qparams = input.audio().get().qparams();
      this.tables = new byte[0][];
      return;
    }
    this.qparams = rangeOf(input);
    this.tables = new byte[Math.max(input.scale().size(), input.offset().size())][RAW_VALUES];
    for (int channel = 0; channel < tables.length; channel++) {
      for (int raw = 0; raw < RAW_VALUES; raw++) {
        tables[channel][raw] = qparams.quantize(real(raw, channel));
      }
    }
  }

  private static QParams rangeOf(InputSpec input) {
    double lo = 0;
    double hi = 0;
    for (int channel = 0; channel < input.channels(); channel++) {
      double scale = of(input.scale(), channel);
      double offset = of(input.offset(), channel);
      double first = input.rawMin() * scale + offset;
      double last = input.rawMax() * scale + offset;
      lo = Math.min(lo, Math.min(first, last));
      hi = Math.max(hi, Math.max(first, last));
    }
    return QParams.ofRange(lo, hi);
  }

  private float real(int raw, int channel) {
    return raw * of(input.scale(), channel) + of(input.offset(), channel);
  }

  private static float of(List<Float> perChannel, int channel) {
    return perChannel.get(perChannel.size() == 1 ? 0 : channel);
  }

  /** Quantisation of the networks' input. */
  public QParams qparams() {
    return qparams;
  }

  /** The front end that the input goes through; empty where there are tables. */
  public Optional<AudioSpec> audio() {
    return input.audio();
  }

  /** Bytes of a sample before all this. */
  public int rawBytes() {
    return input.rawBytes();
  }

  /** How many tables differ: 1, or one per channel; 0 of audio. */
  public int tables() {
    return tables.length;
  }

  /** The 256 int8 values that raw 0..255 become in a channel, 0..C-1. */
  public byte[] table(int channel) {
    return tables[tables.length == 1 ? 0 : channel].clone();
  }

  /** What the device computes: one int8 per raw byte, or of audio the features; [H,W,C] or [N]. */
  public byte[] quantize(byte[] raw) {
    if (raw.length != input.rawBytes()) {
      throw new IllegalArgumentException(raw.length + " bytes for a sample of " + input.rawBytes());
    }
    if (frontEnd.isPresent()) {
      return frontEnd.get().features(raw);
    }
    byte[] out = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      out[i] = tables[i % tables.length][raw[i] & 0xff];
    }
    return out;
  }

  /** The reals an int8 input stands for: what host members and the trainer are fed. */
  public float[] dequantize(byte[] int8) {
    float[] out = new float[int8.length];
    for (int i = 0; i < int8.length; i++) {
      out[i] = qparams.dequantize(int8[i]);
    }
    return out;
  }
}
