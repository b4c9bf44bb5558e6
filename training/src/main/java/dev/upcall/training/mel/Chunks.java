package dev.upcall.training.mel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Pictures;
import dev.upcall.training.data.Samples;
import java.util.Arrays;

/** Clean samples through a network, a batch at a time. */
public final class Chunks {
  /** Few enough that what one layer writes is still in the cache when the next reads it. */
  private static final int SIZE = 64;

  private Chunks() {}

  /** What is done with a batch. */
  @FunctionalInterface
  public interface Use {
    /**
     * @param x [N,C,H,W], closed afterwards
     * @param from index of its first sample
     */
    void accept(NDArray x, int from);
  }

  /** Hands over all samples in their order. */
  public static void each(NDManager parent, Samples samples, Use use) {
    MapShape shape = samples.shape();
    for (int from = 0; from < samples.size(); from += SIZE) {
      int n = Math.min(SIZE, samples.size() - from);
      float[] values = new float[n * shape.size()];
      for (int i = 0; i < n; i++) {
        System.arraycopy(samples.values()[from + i], 0, values, i * shape.size(), shape.size());
      }
      try (NDManager manager = parent.newSubManager()) {
        use.accept(Pictures.of(manager, values, n, shape), from);
      }
    }
  }

  /** Copies a matrix's rows to {@code to}, the first to place {@code from}. */
  public static void rows(NDArray matrix, float[][] to, int from) {
    float[] values = matrix.toFloatArray();
    int columns = (int) matrix.getShape().get(1);
    for (int i = 0; i * columns < values.length; i++) {
      to[from + i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
  }
}
