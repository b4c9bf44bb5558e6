package dev.upcall.training.data;

import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * A project's splits as the members see them. Training uses what the device would send, raw bytes
 * quantised to int8 and back, so that no member meets anything new in service.
 */
public final class ProjectSamples {
  private final Manifest manifest;
  private final Preprocessor preprocessor;
  private final MapShape shape;
  private final ProjectData data;

  private ProjectSamples(Project project) {
    manifest = project.manifest();
    preprocessor = new Preprocessor(manifest.input());
    shape = PictureShape.of(manifest.input());
    data = ProjectData.load(project);
  }

  /**
   * Reads the data of the project's fold.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is missing or damaged
   */
  public static ProjectSamples load(Project project) {
    return new ProjectSamples(project);
  }

  /** Shape of one sample. */
  public MapShape shape() {
    return shape;
  }

  /**
   * A split that something is to be learnt or chosen from.
   *
   * @param most samples of it, if there are more
   * @throws dev.upcall.core.diagnostic.UpcallException if it is empty or has one class only
   */
  public Samples learning(Split split, int most) {
    Samples samples = of(split, most);
    int[] labels = samples.labels();
    if (Arrays.stream(labels).allMatch(label -> label == labels[0])) {
      throw Diagnostic.of(TrainingCode.TOO_FEW_CLASSES, split.key())
          .at("data of ensemble.yaml")
          .found("%d samples of \"%s\"", labels.length, manifest.classes().get(labels[0]))
          .need("samples of at least two classes")
          .fix("give data with all classes, or the split a larger fraction")
          .toException();
    }
    return samples;
  }

  /** At most {@code most} samples of a split; empty if the manifest gives it no fraction. */
  public Optional<Samples> find(Split split, int most) {
    return data.indices(split).length == 0 ? Optional.empty() : Optional.of(of(split, most));
  }

  /** At most {@code most} samples of any split. */
  public Samples of(Split split, int most) {
    Dataset chosen = data.of(split).first(most);
    float[][] values =
        chosen.raw().stream().map(raw -> channelsFirst(real(raw))).toArray(float[][]::new);
    return new Samples(shape, values, chosen.labels(), background());
  }

  private float[] real(byte[] raw) {
    return preprocessor.dequantize(preprocessor.quantize(raw));
  }

  /** What the least raw value, black, becomes in each channel; of sound, a feature of silence. */
  private float[] background() {
    if (preprocessor.audio().isPresent()) {
      // The last one, since a mean over mels, which an early one may be, is no background.
      float[] silence = real(new byte[preprocessor.rawBytes()]);
      return new float[] {silence[silence.length - 1]};
    }
    byte[] black = new byte[shape.size()];
    Arrays.fill(black, (byte) manifest.input().rawMin());
    return Arrays.copyOf(real(black), shape.channels());
  }

  /** [H,W,C] to [C,H,W]. */
  private float[] channelsFirst(float[] channelsLast) {
    int plane = shape.height() * shape.width();
    float[] result = new float[channelsLast.length];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < shape.channels(); c++) {
        result[c * plane + i] = channelsLast[i * shape.channels() + c];
      }
    }
    return result;
  }
}
