package dev.upcall.training.distil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.export.OrtRunner;
import dev.upcall.training.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** An ONNX model that takes the project's samples and ends in an output called logits. */
public final class FileTeacher implements Teacher {
  private final OrtRunner runner;
  private final long[] sample;
  private final String origin;

  private FileTeacher(OrtRunner runner, long[] sample, String origin) {
    this.runner = runner;
    this.origin = origin;
    this.sample = sample;
  }

  /**
   * Loads a model and tries it on a sample of zeros.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException if it is missing or does not give logits of
   *     so many classes
   */
  public static FileTeacher open(Path file, MapShape shape, int classes) {
    byte[] model;
    OrtRunner runner;
    try {
      model = Files.readAllBytes(file);
      runner = new OrtRunner(model);
    } catch (NoSuchFileException e) {
      throw unusable(file, "no such file");
    } catch (IOException | IllegalStateException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
    FileTeacher teacher = new FileTeacher(runner, shape.dimensions(), digest(model));
    int found;
    try {
      found = teacher.run(new float[1][shape.size()])[0].length;
    } catch (IllegalStateException e) {
      runner.close();
      throw unusable(file, String.valueOf(e.getMessage()));
    }
    if (found != classes) {
      runner.close();
      throw unusable(file, found + " scores");
    }
    return teacher;
  }

  private static String digest(byte[] model) {
    CRC32C sum = new CRC32C();
    sum.update(model);
    return model.length + " bytes, " + Long.toHexString(sum.getValue());
  }

  @Override
  public String origin() {
    return origin;
  }

  private static RuntimeException unusable(Path file, String found) {
    return Diagnostic.of(TrainingCode.TEACHER, file.getFileName())
        .at("%s", file)
        .found("%s", found)
        .need(
            "an ONNX model of the project's samples with an output \"%s\", one per class",
            OnnxGraph.LOGITS)
        .fix("train the teacher first: upcall train <project> --method single --member <teacher>")
        .toException();
  }

  @Override
  public NDArray logits(NDArray x) {
    int n = (int) x.getShape().get(0);
    float[] values = x.toFloatArray();
    int size = values.length / n;
    float[][] samples = new float[n][];
    for (int i = 0; i < n; i++) {
      samples[i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
    }
    float[][] rows = run(samples);
    float[] all = new float[n * rows[0].length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
    }
    return x.getManager().create(all, new Shape(n, rows[0].length));
  }

  private float[][] run(float[][] samples) {
    return runner.run(samples, sample, OnnxGraph.LOGITS).get(OnnxGraph.LOGITS);
  }

  @Override
  public void close() {
    runner.close();
  }
}
