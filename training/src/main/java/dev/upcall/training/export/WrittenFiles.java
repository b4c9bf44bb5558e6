package dev.upcall.training.export;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of one fold as host and compiler find them, run in ONNX Runtime: members on samples,
 * heads on what the members' files make of these.
 */
public final class WrittenFiles {
  /** Samples at a time: what members send to heads may be whole maps. */
  private static final int CHUNK = 1000;

  private final Project project;
  private final Samples samples;
  private final Map<String, float[][]> logits = new LinkedHashMap<>();
  private final SortedMap<String, float[][]> features = new TreeMap<>();

  private WrittenFiles(Project project, Samples samples) {
    this.project = project;
    this.samples = samples;
  }

  /**
   * Runs members with all their branches, and heads.
   *
   * @param branches names of each member's, by member; empty for members without any
   * @param heads keys of subsets of these members
   * @return logits [N][classes] by subset key, and by member and branch joined by a dot
   */
  public static Map<String, float[][]> logits(
      Project project,
      SortedMap<String, List<String>> branches,
      List<String> heads,
      Samples samples) {
    Map<String, float[][]> all = new LinkedHashMap<>();
    for (int from = 0; from < samples.size(); from += CHUNK) {
      WrittenFiles files =
          new WrittenFiles(project, samples.range(from, Math.min(from + CHUNK, samples.size())));
      branches.forEach(files::member);
      FeatureTable table = new FeatureTable(files.features, files.samples.labels());
      heads.forEach(key -> files.head(key, table));
      int first = from;
      files.logits.forEach(
          (name, rows) ->
              System.arraycopy(
                  rows,
                  0,
                  all.computeIfAbsent(name, key -> new float[samples.size()][]),
                  first,
                  rows.length));
    }
    return all;
  }

  private void member(String member, List<String> branches) {
    var spec = project.manifest().members().get(member);
    long[] input = samples.shape().dimensions();
    String[] outputs =
        Stream.of(branches.stream(), Stream.of(OnnxGraph.LOGITS), spec.features().stream())
            .flatMap(names -> names)
            .toArray(String[]::new);
    try (OrtRunner runner = open(spec.model())) {
      Map<String, float[][]> found = runner.run(samples.values(), input, outputs);
      logits.put(member, found.get(OnnxGraph.LOGITS));
      branches.forEach(branch -> logits.put(member + "." + branch, found.get(branch)));
      spec.features().ifPresent(name -> features.put(member, found.get(name)));
    }
  }

  private void head(String key, FeatureTable table) {
    float[][] joined = table.of(Subset.of(key)).values();
    long[] width = {joined[0].length};
    try (OrtRunner runner = open(project.manifest().heads().get(key))) {
      logits.put(key, runner.run(joined, width, OnnxGraph.LOGITS).get(OnnxGraph.LOGITS));
    }
  }

  private OrtRunner open(String model) {
    Path file = project.resolve(model);
    try {
      return new OrtRunner(Files.readAllBytes(file));
    } catch (IOException e) {
      throw Diagnostic.of(TrainingCode.CANNOT_READ, file.getFileName())
          .at("%s", file)
          .found("%s", e)
          .toException();
    }
  }
}
