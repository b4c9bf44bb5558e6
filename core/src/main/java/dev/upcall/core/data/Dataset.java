package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled raw samples in memory: {@link SampleSpec#size} bytes each, uint8 [H,W,C] or [N]; of
 * sound int16, little endian. Immutable.
 */
public final class Dataset {
  private final String name;
  private final byte[][] samples;
  private final int[] labels;

  private Dataset(String name, byte[][] samples, int[] labels) {
    this.name = name;
    this.samples = samples;
    this.labels = labels;
  }

  public static Dataset of(String name, List<byte[]> samples, int[] labels) {
    if (samples.size() != labels.length) {
      throw new IllegalArgumentException(samples.size() + " samples, " + labels.length + " labels");
    }
    return new Dataset(
        name, samples.stream().map(byte[]::clone).toArray(byte[][]::new), labels.clone());
  }

  public String name() {
    return name;
  }

  public int size() {
    return samples.length;
  }

  /** Class index of sample i. */
  public int label(int i) {
    return labels[i];
  }

  /** A copy of sample i's raw bytes. */
  public byte[] raw(int i) {
    return samples[i].clone();
  }

  /** Copies of all samples' raw bytes, in order. */
  public List<byte[]> raw() {
    return Arrays.stream(samples).map(byte[]::clone).toList();
  }

  /** Class indices of all samples, in order. */
  public int[] labels() {
    return labels.clone();
  }

  SampleHash hash(int i) {
    return SampleHash.of(samples[i]);
  }

  /** The samples at those indices, in that order. */
  public Dataset select(int... indices) {
    return new Dataset(
        name,
        Arrays.stream(indices).mapToObj(i -> samples[i]).toArray(byte[][]::new),
        Arrays.stream(indices).map(i -> labels[i]).toArray());
  }

  /** The first {@code most} of them; splits are shuffled, so that is a fair choice. */
  public Dataset first(int most) {
    return most >= size()
        ? this
        : new Dataset(name, Arrays.copyOf(samples, most), Arrays.copyOf(labels, most));
  }

  /**
   * Those of some classes, labelled by the index among these.
   *
   * @param classes empty for all as they are
   */
  public Dataset only(List<Integer> classes) {
    if (classes.isEmpty()) {
      return this;
    }
    int[] indices = IntStream.range(0, size()).filter(i -> classes.contains(labels[i])).toArray();
    Dataset some = select(indices);
    return new Dataset(
        name, some.samples, Arrays.stream(some.labels).map(classes::indexOf).toArray());
  }

  /** These samples, then those. */
  Dataset append(Dataset next) {
    byte[][] all = Arrays.copyOf(samples, size() + next.size());
    int[] allLabels = Arrays.copyOf(labels, size() + next.size());
    System.arraycopy(next.samples, 0, all, size(), next.size());
    System.arraycopy(next.labels, 0, allLabels, size(), next.size());
    return new Dataset(name, all, allLabels);
  }

  /** For readers of this package, which hand over arrays they do not keep. */
  static final class Builder {
    private final DataLimits limits;
    private long bytes;

    Builder(DataLimits limits) {
      this.limits = limits;
    }

    private final List<byte[]> samples = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    int size() {
      return samples.size();
    }

    void add(byte[] raw, int label) {
      bytes += raw.length;
      if (bytes > limits.bytes() || samples.size() == limits.samples()) {
        throw Diagnostic.of(DataCode.TOO_LARGE, "the data set")
            .at("sample %d", samples.size())
            .need("at most %d samples of %d bytes in all", limits.samples(), limits.bytes())
            .toException();
      }
      samples.add(raw);
      labels.add(label);
    }

    Dataset build(String name) {
      return new Dataset(
          name,
          samples.toArray(byte[][]::new),
          labels.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
