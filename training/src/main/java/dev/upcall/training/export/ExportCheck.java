package dev.upcall.training.export;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.branch.TrainedBranch;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.Subset;
import dev.upcall.training.onnx.OnnxGraph;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Runs each exported model in ONNX Runtime before it is written, and compares with what the network
 * computed: folding and naming are easy to get wrong in ways that only show as lower accuracy.
 */
final class ExportCheck {
  /** Largest difference allowed, as a share of the largest value; float32 sums differ by 1e-6. */
  private static final double TOLERANCE = 1e-4;

  private ExportCheck() {}

  /**
   * Checks a member on samples whose features are known.
   *
   * @param output name of its feature output
   * @param sent what is expected there
   * @param pooled features that its exit reads
   * @return largest difference of any feature or logit, absolute
   */
  static double member(
      String name,
      byte[] model,
      String output,
      Samples samples,
      Features sent,
      Features pooled,
      LinearHead exit) {
    long[] input = samples.shape().dimensions();
    try (OrtRunner runner = new OrtRunner(model)) {
      Map<String, float[][]> found = runner.run(samples.values(), input, output, OnnxGraph.LOGITS);
      double features = compare(name, sent.values(), found.get(output));
      return Math.max(features, logits(name, pooled, exit, found.get(OnnxGraph.LOGITS)));
    }
  }

  /** Checks a member's exit for groups of classes; returns as {@link #member}. */
  static double coarse(
      String name, byte[] model, Samples samples, Features pooled, LinearHead exit) {
    long[] input = samples.shape().dimensions();
    try (OrtRunner runner = new OrtRunner(model)) {
      float[][] found =
          runner.run(samples.values(), input, ModelWriter.COARSE).get(ModelWriter.COARSE);
      return compare(name, exit.logits(pooled), found);
    }
  }

  /**
   * Checks that the members' parts add up to what the heads of all subsets give.
   *
   * @param models by member
   * @param features of the samples
   * @return as {@link #member}
   */
  static double parts(
      Map<String, byte[]> models, Samples samples, FeatureTable features, TrainedEnsemble trained) {
    long[] input = samples.shape().dimensions();
    Map<String, float[][]> sent = new HashMap<>();
    models.forEach(
        (name, model) -> {
          try (OrtRunner runner = new OrtRunner(model)) {
            sent.put(
                name,
                runner.run(samples.values(), input, ModelWriter.PARTIAL).get(ModelWriter.PARTIAL));
          }
        });
    double difference = 0;
    for (Map.Entry<Subset, LinearHead> head : trained.heads().entrySet()) {
      if (head.getKey().size() > 1) {
        float[][] found = trained.parts().sum(head.getKey(), sent);
        String name = "the sum of partial logits of " + head.getKey();
        difference =
            Math.max(difference, logits(name, features.of(head.getKey()), head.getValue(), found));
      }
    }
    return difference;
  }

  /**
   * Checks a branch on the samples whose features it keeps.
   *
   * @param samples of its classes, in the order of those features
   */
  static double branch(String member, byte[] model, Samples samples, TrainedBranch branch) {
    long[] input = samples.shape().dimensions();
    String output = branch.branch().name();
    try (OrtRunner runner = new OrtRunner(model)) {
      Map<String, float[][]> found = runner.run(samples.values(), input, output);
      return logits(member + "." + output, branch.check(), branch.head().head(), found.get(output));
    }
  }

  /**
   * Checks a head on what its members send.
   *
   * @param features what its linear layer reads then
   * @return largest difference of any logit, absolute
   */
  static double head(String name, byte[] model, Features sent, Features features, LinearHead head) {
    long[] input = {sent.values()[0].length};
    try (OrtRunner runner = new OrtRunner(model)) {
      Map<String, float[][]> found = runner.run(sent.values(), input, OnnxGraph.LOGITS);
      return logits(name, features, head, found.get(OnnxGraph.LOGITS));
    }
  }

  private static double logits(String name, Features features, LinearHead head, float[][] found) {
    float[][] expected = new float[features.size()][];
    for (int n = 0; n < expected.length; n++) {
      expected[n] = head.logits(features.values()[n]);
    }
    // Answers need no comparison: one can differ only where two logits lie closer than this allows.
    return compare(name, expected, found);
  }

  private static double compare(String name, float[][] expected, float[][] found) {
    double largest = 1;
    double difference = 0;
    for (int n = 0; n < expected.length; n++) {
      for (int i = 0; i < expected[n].length; i++) {
        largest = Math.max(largest, Math.abs(expected[n][i]));
        difference = Math.max(difference, Math.abs((double) expected[n][i] - found[n][i]));
      }
    }
    if (!(difference <= TOLERANCE * largest)) {
      throw differs(
          name,
          String.format(Locale.ROOT, "a difference of %g, values to %g", difference, largest));
    }
    return difference;
  }

  private static RuntimeException differs(String name, String found) {
    return Diagnostic.of(TrainingCode.EXPORT_DIFFERS, name)
        .found("%s", found)
        .need("ONNX Runtime to agree with the network to %g of the largest value", TOLERANCE)
        .fix("report this with the project's training.yaml; nothing was written")
        .toException();
  }
}
