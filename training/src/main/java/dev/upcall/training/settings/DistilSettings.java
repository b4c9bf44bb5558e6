package dev.upcall.training.settings;

import java.util.Optional;

/**
 * How a member learns from a larger one (Hinton, Vinyals, Dean 2015, arXiv 1503.02531).
 *
 * @param teacher a member of the project, trained first, or an ONNX file of the project that is
 *     trained already; empty: the member that computes the most
 * @param temperature that both scores are divided by before the softmax, &gt; 0
 * @param share of the loss that the teacher's scores have, 0..1; the labels have the rest
 */
public record DistilSettings(Optional<String> teacher, double temperature, double share) {
  private static final String FILE = ".onnx";

  /** Warm enough to tell which wrong classes are near, and most of the loss, as in the paper. */
  public static final DistilSettings STANDARD = new DistilSettings(Optional.empty(), 4, 0.9);

  public DistilSettings {
    if (!(temperature > 0) || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("temperature " + temperature + ", share " + share);
    }
  }

  /** The file that the teacher is in; empty where it is a member. */
  public Optional<String> file() {
    return teacher.filter(name -> name.endsWith(FILE));
  }
}
