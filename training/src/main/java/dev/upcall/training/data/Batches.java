package dev.upcall.training.data;

import java.util.function.Consumer;

/** Shuffled, augmented batches of one split, epoch after epoch, from one seed. */
public final class Batches {
  private final Samples samples;
  private final Augmentation augmentation;
  private final int size;
  private final Sequence random;

  /**
   * @param size samples per batch; a shorter rest is left out of the epoch, because batch
   *     statistics of very few samples disturb training
   */
  public Batches(Samples samples, Augmentation augmentation, int size, long seed) {
    this.samples = samples;
    this.augmentation = augmentation;
    this.size = Math.min(size, samples.size());
    this.random = new Sequence(seed);
  }

  /**
   * Some samples.
   *
   * @param values [N,C,H,W]
   * @param labels [N]
   */
  public record Batch(float[] values, int[] labels) {}

  /** Samples per batch. */
  public int size() {
    return size;
  }

  public int perEpoch() {
    return samples.size() / size;
  }

  /** Place in the random sequence, between two epochs. */
  public long place() {
    return random.place();
  }

  /** Goes on with the epoch that followed when {@link #place} was called. */
  public void goTo(long place) {
    random.goTo(place);
  }

  /** Hands every batch of the next epoch to {@code use}. */
  public void epoch(Consumer<Batch> use) {
    int[] order = permutation();
    int values = samples.shape().size();
    for (int b = 0; b < perEpoch(); b++) {
      float[] data = new float[size * values];
      int[] labels = new int[size];
      for (int i = 0; i < size; i++) {
        int n = order[b * size + i];
        labels[i] = samples.labels()[n];
        augmentation.apply(
            samples.shape(), samples.values()[n], samples.background(), random, data, i * values);
      }
      use.accept(new Batch(data, labels));
    }
  }

  /** Fisher-Yates. */
  private int[] permutation() {
    int[] order = new int[samples.size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
