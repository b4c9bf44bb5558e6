package dev.upcall.compiler;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Samples by which ranges are chosen.
 *
 * @param input how the networks' input is quantised
 * @param samples int8 inputs
 */
public record Calibration(QParams input, List<byte[]> samples) {
  public Calibration {
    samples = List.copyOf(samples);
  }

  /** What the samples mean: what the device will see, rounding of its input included. */
  List<float[]> reals() {
    return samples.stream().map(input::dequantize).toList();
  }

  /**
   * For a project its calibrate split, for a bare model the file that the request names.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if there are no such samples
   */
  static Calibration of(Ladder<Graph> ladder) {
    if (ladder.project().isPresent()) {
      return of(ladder.project().get());
    }
    Path file = ladder.request().calibration().orElseThrow(() -> missing(ladder.request().model()));
    return of(file, ladder.members().get(0).model());
  }

  /** Real samples of a ladder's input; none for a bare model without such a file. */
  static List<float[]> samples(Ladder<?> ladder, Graph model) {
    Optional<Calibration> given =
        ladder
            .project()
            .map(Calibration::of)
            .or(() -> ladder.request().calibration().map(file -> of(file, model)));
    return given.map(Calibration::reals).orElse(List.of());
  }

  /** The project's select split, as the device has it. */
  static Dataset select(Project project) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    Dataset data = ProjectData.load(project).of(Split.SELECT);
    List<byte[]> inputs = data.raw().stream().map(preprocessor::quantize).toList();
    return Dataset.of(data.name(), inputs, data.labels());
  }

  /** The project's calibrate split, by its preprocessing. */
  static Calibration of(Project project) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    Dataset data = ProjectData.load(project).of(Split.CALIBRATE);
    List<byte[]> samples = data.raw().stream().map(preprocessor::quantize).toList();
    return new Calibration(preprocessor.qparams(), samples);
  }

  /** A file of float32 samples; the input's range is theirs. */
  private static Calibration of(Path file, Graph model) {
    int size = model.inputs().get(0).shape().size();
    ByteBuffer bytes = read(file);
    int count = bytes.remaining() / 4 / size;
    if (count == 0 || bytes.remaining() % (4 * size) != 0) {
      throw bad(file, bytes.remaining() + " bytes", "a multiple of " + 4 * size);
    }
    float[] values = new float[count * size];
    bytes.asFloatBuffer().get(values);
    float min = 0;
    float max = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw bad(file, String.valueOf(value), "finite values");
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    if (min == max) {
      throw bad(file, "zeros alone", "samples such as the device will see");
    }
    QParams qparams = QParams.ofRange(min, max);
    List<byte[]> samples = new ArrayList<>();
    for (int sample = 0; sample < count; sample++) {
      byte[] quantized = new byte[size];
      for (int i = 0; i < size; i++) {
        quantized[i] = qparams.quantize(values[sample * size + i]);
      }
      samples.add(quantized);
    }
    return new Calibration(qparams, samples);
  }

  private static RuntimeException missing(Path model) {
    return Diagnostic.of(CompilerCode.CALIBRATION)
        .at("%s", model)
        .found("a float model and no samples to choose its ranges by")
        .need("some tens of samples of what the device will see")
        .fix(
            "name a file of float32 samples with --calibration (numpy: x.astype('<f4').tofile),"
                + " or make the model a project with data")
        .toException();
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw bad(file, e.toString(), "a file of float32 samples");
    }
  }

  private static RuntimeException bad(Path file, String found, String need) {
    return Diagnostic.of(CompilerCode.CALIBRATION)
        .at("%s", file)
        .found("%s", found)
        .need("%s", need)
        .toException();
  }
}
