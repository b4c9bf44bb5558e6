package dev.upcall.training.data;

import dev.upcall.training.arch.MapShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random changes one after another, drawn anew each time a sample is seen.
 *
 * @param changes none: samples as they are
 */
public record Augmentation(List<Change> changes) {
  public Augmentation {
    changes = List.copyOf(changes);
  }

  /** Samples as they are. */
  public static Augmentation none() {
    return new Augmentation(List.of());
  }

  /** One affine map: pixels along each axis, degrees, share of the size; nothing for zeros. */
  public Augmentation affine(double shift, double rotate, double scale) {
    Change affine = new Affine(shift, rotate, scale);
    return shift == 0 && rotate == 0 && scale == 0 ? this : and(affine);
  }

  /** A crop from a frame of that many pixels of background; nothing for 0. */
  public Augmentation crop(int padding) {
    return padding == 0 ? this : and(new Crop(padding));
  }

  /** Mirrored half of the time. */
  public Augmentation flip() {
    return and(new Flip());
  }

  /** Gaussian noise in units of the dequantised input; nothing for 0. */
  public Augmentation noise(double deviation) {
    return deviation == 0 ? this : and(new Noise(deviation));
  }

  /** SpecAugment's masks, and a shift in time; nothing for zeros. */
  public Augmentation spectrogram(int shift, int masks, int frames, int features) {
    Change masked = new SpectrogramMasks(shift, masks, frames, features);
    return shift == 0 && frames == 0 && features == 0 ? this : and(masked);
  }

  /** This, and another change behind. */
  public Augmentation and(Change change) {
    List<Change> more = new ArrayList<>(changes);
    more.add(change);
    return new Augmentation(more);
  }

  /**
   * Writes a changed copy of a sample.
   *
   * @param sample [C*H*W]
   * @param background per channel, what moves in from outside
   * @param to receives the copy from {@code offset} on
   */
  void apply(
      MapShape shape, float[] sample, float[] background, Random random, float[] to, int offset) {
    float[] value = sample;
    for (Change change : changes) {
      float[] changed = new float[sample.length];
      change.apply(shape, value, background, random, changed);
      value = changed;
    }
    System.arraycopy(value, 0, to, offset, value.length);
  }
}
