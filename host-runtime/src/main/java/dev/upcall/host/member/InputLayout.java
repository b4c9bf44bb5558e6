package dev.upcall.host.member;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a sample in the manifest's order must be laid out for a model. Decided from the model's input
 * shape, and by its format's convention where both layouts would fit.
 *
 * @param channelsFirst whether [H,W,C] becomes [C,H,W]
 * @param dims the model's input dimensions without the batch
 */
public record InputLayout(boolean channelsFirst, long[] dims) {
  /**
   * The layout that fits, or empty when none does.
   *
   * @param sample the manifest's shape of one sample
   * @param model the model's input shape without the batch; -1 where it is free
   * @param channelsFirst which reading wins where both would fit
   */
  public static Optional<InputLayout> of(
      List<Integer> sample, long[] model, boolean channelsFirst) {
    long[] same = sample.stream().mapToLong(Integer::longValue).toArray();
    if (!channelsFirst && fits(same, model)) {
      return Optional.of(new InputLayout(false, same));
    }
    if (same.length == 3) {
      long[] first = {same[2], same[0], same[1]};
      if (fits(first, model)) {
        return Optional.of(new InputLayout(true, first));
      }
    }
    if (fits(same, model)) {
      return Optional.of(new InputLayout(false, same));
    }
    // A flat model input is unambiguous only if there is one channel or one pixel.
    long size = Arrays.stream(same).reduce(1, (a, b) -> a * b);
    boolean flat = same.length < 3 || same[2] == 1 || same[2] == size;
    if (flat && fits(new long[] {size}, model)) {
      return Optional.of(new InputLayout(false, new long[] {size}));
    }
    return Optional.empty();
  }

  private static boolean fits(long[] wanted, long[] model) {
    if (wanted.length != model.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (model[i] >= 0 && model[i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Writes {@code sample} to {@code out} at {@code offset} in the model's order. */
  public void arrange(float[] sample, float[] out, int offset) {
    int channels = channelsFirst ? (int) dims[0] : 1;
    if (channels == 1) {
      System.arraycopy(sample, 0, out, offset, sample.length);
      return;
    }
    int pixels = sample.length / channels;
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        out[offset + c * pixels + p] = sample[p * channels + c];
      }
    }
  }

  /** Elements of one sample. */
  public int size() {
    return (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }
}
