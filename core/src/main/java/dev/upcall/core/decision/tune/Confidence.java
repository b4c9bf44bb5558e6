package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Calibrated;
import dev.upcall.core.decision.Entropy;
import dev.upcall.core.decision.LogisticRegression;
import dev.upcall.core.decision.Margin;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Threshold;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A policy seen by the tuner: a number that says how sure the device is, and what the policy's
 * parameters are when it accepts from a threshold on that number up.
 */
interface Confidence {
  /** How sure: greater is surer. Never NaN. */
  float of(Scores scores);

  /** A threshold that accepts everything, and below which none is allowed; 0 of a probability. */
  default float least() {
    return 0;
  }

  /** The greatest threshold the policy's parameters can express; 1 of a probability. */
  default float greatest() {
    return 1;
  }

  Map<String, Double> parameters(float threshold);

  /** The policy with those parameters. */
  Policy policy(float threshold);

  /** Greatest probability at a temperature. */
  record OfThreshold(float temperature) implements Confidence {
    @Override
    public float of(Scores scores) {
      return scores.maxProbability(temperature);
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      return ordered("theta", threshold, "temperature", temperature);
    }

    @Override
    public Policy policy(float threshold) {
      return new Threshold(threshold, temperature);
    }
  }

  /** Lead of the greatest probability over the second. */
  record OfMargin(float temperature) implements Confidence {
    @Override
    public float of(Scores scores) {
      return scores.margin(temperature);
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      return ordered("theta", threshold, "temperature", temperature);
    }

    @Override
    public Policy policy(float threshold) {
      return new Margin(threshold, temperature);
    }
  }

  /** Entropy with its sign changed: the policy accepts up to a bound. */
  record OfEntropy(float temperature) implements Confidence {
    /** Above the natural logarithm of the greatest number of classes. */
    private static final float LARGE = 12;

    @Override
    public float of(Scores scores) {
      return -scores.entropy(temperature);
    }

    @Override
    public float least() {
      return -LARGE;
    }

    @Override
    public float greatest() {
      return 0;
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      return ordered("bound", -threshold, "temperature", temperature);
    }

    @Override
    public Policy policy(float threshold) {
      return new Entropy(-threshold, temperature);
    }
  }

  /** {@code w1*p1 + w2*p2}: the policy accepts where it reaches -beta. */
  record OfLogisticRegression(float w1, float w2) implements Confidence {
    @Override
    public float of(Scores scores) {
      return (w1 + w2 * scores.expTop2(1f)) / scores.expSum(1f);
    }

    /** Both probabilities are at most 1. */
    @Override
    public float least() {
      return -(Math.abs(w1) + Math.abs(w2) + 1);
    }

    @Override
    public float greatest() {
      return Float.MAX_VALUE;
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      Map<String, Double> parameters = ordered("beta", -threshold, "w1", w1);
      parameters.put("w2", (double) w2);
      return parameters;
    }

    @Override
    public Policy policy(float threshold) {
      return new LogisticRegression(-threshold, w1, w2);
    }
  }

  /**
   * Probability of being right, by a table of leads.
   *
   * @param table rising, 0..1
   */
  record OfTable(float[] table) implements Confidence {
    @Override
    public float of(Scores scores) {
      return table[Isotonic.lead(scores)];
    }

    @Override
    public Map<String, Double> parameters(float threshold) {
      Map<String, Double> parameters = new LinkedHashMap<>();
      parameters.put("theta", (double) threshold);
      for (int lead = 0; lead < table.length; lead++) {
        parameters.put("table[" + lead + "]", (double) table[lead]);
      }
      return parameters;
    }

    @Override
    public Policy policy(float threshold) {
      return new Calibrated(threshold, table);
    }
  }

  private static Map<String, Double> ordered(String a, float first, String b, float second) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    // -0 becomes 0: the sign would only puzzle whoever reads tuned.yaml.
    parameters.put(a, (double) (first + 0f));
    parameters.put(b, (double) second);
    return parameters;
  }
}
