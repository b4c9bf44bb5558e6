package dev.upcall.core.data;

import java.nio.file.Path;

/**
 * The binary records of CIFAR-10: the label, then one plane per channel, rows top to bottom. Any
 * [H,W,C] is read, not only CIFAR's 32x32x3. Source: A. Krizhevsky, "The CIFAR-10 dataset", binary
 * version.
 *
 * <pre>
 * label u8 | H*W bytes of channel 0 | H*W bytes of channel 1 | ...
 * </pre>
 */
final class CifarReader implements SampleReader {
  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    try (DataFile file = DataFile.open(path, limits)) {
      SampleCheck check = new SampleCheck(spec, file.name());
      int label = file.next();
      for (int i = 0; label >= 0; i++) {
        byte[] planes = check.values(file.bytes(spec.size()), i);
        into.add(
            interleaved(planes, spec.channels()),
            check.label(label, file.name() + ", record " + i));
        label = file.next();
      }
    }
  }

  /** [C,H,W] to [H,W,C]. */
  private static byte[] interleaved(byte[] planes, int channels) {
    int pixels = planes.length / channels;
    byte[] out = new byte[planes.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < pixels; i++) {
        out[i * channels + channel] = planes[channel * pixels + i];
      }
    }
    return out;
  }
}
