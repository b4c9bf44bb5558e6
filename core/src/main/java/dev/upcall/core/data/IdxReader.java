package dev.upcall.core.data;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The IDX pair of files that MNIST made common. The source names the images, such as {@code
 * train-images-idx3-ubyte.gz}; the labels are found beside them by the same name with {@code
 * labels} for {@code images} and {@code idx1} for {@code idx3}. Source: Y. LeCun, "The MNIST
 * database", file formats.
 *
 * <pre>
 * 00 00 08 rank | n, then each side of a sample: int32 big endian | bytes
 * </pre>
 */
final class IdxReader implements SampleReader {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_RANK = 4;

  @Override
  public void read(Path path, SampleSpec spec, DataLimits limits, Dataset.Builder into) {
    Path labelPath = CompanionFile.labelsOf(path, "idx");
    try (DataFile images = DataFile.open(path, limits);
        DataFile labels = DataFile.open(labelPath, limits)) {
      List<Integer> shape = header(images, limits);
      List<Integer> labelShape = header(labels, limits);
      SampleCheck check = new SampleCheck(spec, images.name());
      SampleCheck labelCheck = new SampleCheck(spec, labels.name());
      int count = shape.get(0);
      check.shape(shape.size() == 1 ? List.of(1) : shape.subList(1, shape.size()));
      if (!labelShape.equals(List.of(count))) {
        throw labels
            .malformed("IDX")
            .found("labels of shape %s for %d images", labelShape, count)
            .need("one label for each image")
            .toException();
      }
      for (int i = 0; i < count; i++) {
        byte[] raw = check.values(images.bytes(spec.size()), i);
        into.add(raw, labelCheck.label(labels.u8(), labels.name() + ", sample " + i));
      }
      images.end("IDX");
      labels.end("IDX");
    }
  }

  /** Dimensions, the number of samples first. */
  private static List<Integer> header(DataFile file, DataLimits limits) {
    byte[] magic = file.bytes(4);
    int rank = magic[3];
    if (magic[0] != 0 || magic[1] != 0 || rank < 1 || rank > MAX_RANK) {
      throw file.malformed("IDX")
          .found("%02x %02x %02x %02x at the start", magic[0], magic[1], magic[2], magic[3])
          .need("00 00 08 and a rank of 1 to %d", MAX_RANK)
          .toException();
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw Diagnostic.of(DataCode.TYPE, file.name())
          .at("%s, byte 2", file.name())
          .found("type %02x", magic[2])
          .need("08, unsigned bytes")
          .toException();
    }
    List<Integer> shape = new ArrayList<>();
    long bytes = 1;
    for (int i = 0; i < rank; i++) {
      int side = file.int32();
      if (side < 0 || (side > 0 && bytes > limits.bytes() / side)) {
        throw Diagnostic.of(DataCode.TOO_LARGE, file.name())
            .at("%s, dimension %d", file.name(), i)
            .found("%d after %s", side & 0xffffffffL, shape)
            .need("at most %d bytes in all", limits.bytes())
            .toException();
      }
      bytes *= side;
      shape.add(side);
    }
    return shape;
  }
}
