package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.List;

/**
 * A pair of NPY files: images of shape [n, ...] and labels of shape [n] or [n,1], the labels beside
 * the images as {@code images}/{@code labels} or {@code x...}/{@code y...}.
 */
final class NpyReader implements SampleReader {
  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    try (DataFile images = DataFile.open(path, limits);
        DataFile labels = DataFile.open(CompanionFile.labelsOf(path, "npy"), limits)) {
      read(new NpyArray(images, limits), new NpyArray(labels, limits), spec, into);
    }
  }

  static void read(NpyArray images, NpyArray labels, SampleSpec spec, Dataset.Builder into) {
    SampleCheck check = new SampleCheck(spec, images.name());
    SampleCheck labelCheck = new SampleCheck(spec, labels.name());
    List<Integer> shape = images.shape();
    if (shape.size() < 2) {
      throw check.wrongShape("an array of shape " + shape);
    }
    check.shape(shape.subList(1, shape.size()));
    int count = shape.get(0);
    if (!labels.shape().equals(List.of(count)) && !labels.shape().equals(List.of(count, 1))) {
      throw Diagnostic.of(DataCode.MALFORMED, labels.name(), "label")
          .at("%s", labels.name())
          .found("shape %s for %d images", labels.shape(), count)
          .need("[%d], one class index for each image", count)
          .toException();
    }
    for (int i = 0; i < count; i++) {
      long[] values = images.next(spec.size());
      byte[] raw = new byte[values.length];
      String at = images.name() + ", sample " + i;
      for (int j = 0; j < raw.length; j++) {
        raw[j] = check.value(values[j], at);
      }
      into.add(raw, labelCheck.label(labels.next(1)[0], labels.name() + ", sample " + i));
    }
    images.end();
    labels.end();
  }
}
