package dev.upcall.training.branch;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How side exits are trained.
 *
 * @param weight of an exit's loss beside the end's 1, as the network that both share feels it; the
 *     exit's own layers always learn at the full rate
 * @param weights of single exits by name, instead
 * @param temperature that both scores are divided by where an exit learns from the end's, &gt; 0
 * @param soft share of an exit's loss that the end's scores have there, 0..1; labels have the rest
 */
public record ExitSettings(
    Training training,
    double weight,
    Map<String, Double> weights,
    double temperature,
    double soft) {
  /** Light enough that the end hardly feels it. */
  public static final ExitSettings STANDARD =
      new ExitSettings(Training.DISTILLED, 0.1, Map.of(), 3, 0.5);

  public ExitSettings {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    if (!(weight >= 0) || !(temperature > 0) || !(soft >= 0 && soft <= 1)) {
      throw new IllegalArgumentException(
          "weight " + weight + ", temperature " + temperature + ", soft " + soft);
    }
  }

  /** When exits learn, and what from. */
  public enum Training {
    /** Together with the network, from the labels (BranchyNet, arXiv 1709.01686). */
    JOINT,

    /** Once the network is done and stands still. */
    FROZEN,

    /** Together with the network, from the labels and its end (Zhang et al., arXiv 1905.08094). */
    DISTILLED;

    /** As settings write it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> keys() {
      return Arrays.stream(values()).map(Training::key).toList();
    }
  }

  /** Weight of an exit's loss in what the shared network learns. */
  double weight(Branch exit) {
    return weights.getOrDefault(exit.name(), weight);
  }

  /** Share of the end's scores in what an exit learns. */
  double softShare() {
    return training == Training.DISTILLED ? soft : 0;
  }
}
