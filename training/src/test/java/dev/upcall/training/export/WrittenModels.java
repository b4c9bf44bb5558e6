package dev.upcall.training.export;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.Proportion;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.data.ProjectSamples;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ONNX files of one fold of a project, run in ONNX Runtime on the fold's test split. */
public final class WrittenModels {
  private final Project project;
  private final Samples test;
  private final Map<String, Proportion> accuracy = new LinkedHashMap<>();

  private WrittenModels(Project project) {
    this.project = project;
    this.test = ProjectSamples.load(project).of(Split.TEST, Integer.MAX_VALUE);
  }

  /** Accuracy of every member's exit and every head, by the key of its subset. */
  public static Map<String, Proportion> accuracy(Project project) throws IOException {
    WrittenModels models = new WrittenModels(project);
    models.run();
    return models.accuracy;
  }

  /** Accuracy of one branch on the test samples of its classes. */
  public static Proportion accuracy(
      Project project, String member, String output, List<Integer> classes) {
    Samples samples = new WrittenModels(project).test.only(classes);
    Score score = Score.of(logits(project, member, samples, output), samples.labels());
    return new Proportion(score.correct(), score.samples());
  }

  /** Labels of the test split. */
  public static int[] labels(Project project) {
    return new WrittenModels(project).test.labels();
  }

  /** What an output of a member says of all test samples, [N][classes]. */
  public static float[][] logits(Project project, String member, String output) {
    return logits(project, member, new WrittenModels(project).test, output);
  }

  private static float[][] logits(Project project, String member, Samples samples, String output) {
    MapShape shape = samples.shape();
    long[] input = {shape.channels(), shape.height(), shape.width()};
    Path model = project.resolve(project.manifest().members().get(member).model());
    try (OrtRunner runner = new OrtRunner(Files.readAllBytes(model))) {
      return runner.run(samples.values(), input, output).get(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws IOException {
    long[] shape = {test.shape().channels(), test.shape().height(), test.shape().width()};
    TreeMap<String, float[][]> features = new TreeMap<>();
    for (String name : project.manifest().members().keySet()) {
      try (OrtRunner runner = open(project.manifest().members().get(name).model())) {
        Map<String, float[][]> outputs = runner.run(test.values(), shape, "gap", "logits");
        features.put(name, outputs.get("gap"));
        count(name, outputs.get("logits"));
      }
    }
    FeatureTable table = new FeatureTable(features, test.labels());
    for (String key : project.manifest().heads().keySet()) {
      try (OrtRunner runner = open(project.manifest().heads().get(key))) {
        float[][] joined = table.of(Subset.of(key)).values();
        long[] width = {joined[0].length};
        count(key, runner.run(joined, width, "logits").get("logits"));
      }
    }
  }

  private OrtRunner open(String model) throws IOException {
    return new OrtRunner(Files.readAllBytes(project.resolve(model)));
  }

  private void count(String key, float[][] logits) {
    Score score = Score.of(logits, test.labels());
    accuracy.put(key, new Proportion(score.correct(), score.samples()));
  }
}
