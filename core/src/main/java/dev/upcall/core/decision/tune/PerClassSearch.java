package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thresholds class by class. For a price of an upcall each class has its own best threshold, and
 * together they are the best there are for that price; so prices take the place of thresholds, from
 * one at which an upcall is worth a right answer to one at which it costs one.
 */
final class PerClassSearch {
  private static final int PRICES = 65;

  /** One sample that the stage answers with some class. */
  private record Answer(float confidence, int right, int hostRight) {}

  private final Map<Integer, List<Answer>> byClass = new TreeMap<>();
  private final List<Answer> all = new ArrayList<>();
  private final int classes;
  private final float temperature;

  /**
   * @param samples of the stage alone, and the host
   */
  PerClassSearch(LadderSamples samples, float temperature) {
    this.temperature = temperature;
    classes = samples.scores(0, 0).count();
    for (int i = 0; i < samples.size(); i++) {
      Scores scores = samples.scores(0, i);
      Answer answer =
          new Answer(
              scores.maxProbability(temperature),
              samples.isRight(0, i) ? 1 : 0,
              samples.isHostRight(i) ? 1 : 0);
      byClass.computeIfAbsent(scores.top1(), c -> new ArrayList<>()).add(answer);
      all.add(answer);
    }
    Comparator<Answer> rising = Comparator.comparingDouble(Answer::confidence);
    byClass.values().forEach(answers -> answers.sort(rising));
    all.sort(rising);
  }

  /** Parameters for each price, from the one that asks for most to the one that asks for least. */
  List<Map<String, Double>> parameters() {
    List<Map<String, Double>> tried = new ArrayList<>();
    for (int k = 0; k < PRICES; k++) {
      double price = 2.0 * k / (PRICES - 1) - 1;
      // A class that was never answered is taken for one like all.
      float common = best(all, price);
      Map<String, Double> values = new LinkedHashMap<>();
      for (int c = 0; c < classes; c++) {
        List<Answer> answers = byClass.get(c);
        values.put("theta[" + c + "]", (double) (answers == null ? common : best(answers, price)));
      }
      values.put("temperature", (double) temperature);
      tried.add(values);
    }
    return tried;
  }

  /** The threshold under which right answers less the price of upcalls are most. */
  private static float best(List<Answer> answers, double price) {
    double value = answers.stream().mapToInt(Answer::right).sum();
    double most = value;
    float threshold = 0;
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      value += answer.hostRight() - answer.right() - price;
      boolean last = i + 1 == answers.size();
      float next = last ? 1 : answers.get(i + 1).confidence();
      if (value > most && answer.confidence() < next) {
        most = value;
        threshold = last ? 1 : (answer.confidence() + next) / 2;
      }
    }
    return threshold;
  }
}
