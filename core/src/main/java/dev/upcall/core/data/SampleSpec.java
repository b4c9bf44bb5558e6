package dev.upcall.core.data;

import dev.upcall.core.project.Manifest;
import java.util.List;

/**
 * What a project expects of every sample, so that readers can check files against it.
 *
 * @param shape [H,W,C] or [N]
 * @param rawMin least raw value, 0..255
 * @param rawMax greatest raw value, 0..255
 * @param classes names of the classes; a label is an index into them
 */
public record SampleSpec(List<Integer> shape, int rawMin, int rawMax, List<String> classes) {
  public SampleSpec {
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
  }

  public static SampleSpec of(Manifest manifest) {
    Manifest.InputSpec input = manifest.input();
    return new SampleSpec(input.shape(), input.rawMin(), input.rawMax(), manifest.classes());
  }

  /** Raw bytes of one sample. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  int height() {
    return shape.size() == 3 ? shape.get(0) : 1;
  }

  int width() {
    return shape.size() == 3 ? shape.get(1) : shape.get(0);
  }

  int channels() {
    return shape.size() == 3 ? shape.get(2) : 1;
  }
}
