package dev.upcall.core.data;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.project.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * What a project expects of every sample, so that readers can check files against it.
 *
 * @param shape [H,W,C] or [N]
 * @param rawMin least raw value, 0..255; of sound that of int16
 * @param rawMax greatest raw value, 0..255; of sound that of int16
 * @param classes names of the classes; a label is an index into them
 * @param audio the front end of samples that are sound
 * @param size raw bytes of one sample
 * @param entries a glob that names of recordings match which are to be read; empty for all
 */
public record SampleSpec(
    List<Integer> shape,
    int rawMin,
    int rawMax,
    List<String> classes,
    Optional<AudioSpec> audio,
    int size,
    Optional<String> entries) {
  public SampleSpec {
    shape = List.copyOf(shape);
    classes = List.copyOf(classes);
  }

  /** Of samples whose values are bytes. */
  public SampleSpec(List<Integer> shape, int rawMin, int rawMax, List<String> classes) {
    this(
        shape,
        rawMin,
        rawMax,
        classes,
        Optional.empty(),
        shape.stream().reduce(1, Math::multiplyExact),
        Optional.empty());
  }

  /**
   * What a project expects.
   *
   * @param entries as {@link #entries}
   */
  public static SampleSpec of(Manifest manifest, Optional<String> entries) {
    Manifest.InputSpec input = manifest.input();
    return new SampleSpec(
        input.shape(),
        input.rawMin(),
        input.rawMax(),
        manifest.classes(),
        input.audio(),
        input.rawBytes(),
        entries);
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
