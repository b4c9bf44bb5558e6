package dev.upcall.cli.books;

import dev.upcall.core.decision.tune.Cost;
import dev.upcall.core.decision.tune.Interval;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.project.Split;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A member alone on the device, in int8: the rival of a ladder.
 *
 * @param cycles modelled, of an inference
 * @param scores its C's, by split
 */
public record DeviceModel(String name, long cycles, Map<Split, LabelledScores> scores) {
  public DeviceModel {
    scores = new EnumMap<>(scores);
  }

  public int right(Split split) {
    LabelledScores all = scores.get(split);
    int right = 0;
    for (int i = 0; i < all.size(); i++) {
      right += all.isRight(i) ? 1 : 0;
    }
    return right;
  }

  public double accuracy(Split split) {
    return (double) right(split) / scores.get(split).size();
  }

  /** Answering everything by itself. */
  public SystemBook book(Split split, List<ProfileCosts> profiles) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    profiles.forEach(p -> costs.put(p.profile().id(), p.compute(cycles)));
    int n = scores.get(split).size();
    return new SystemBook(
        name,
        n,
        accuracy(split),
        Interval.wilson(right(split), n),
        0,
        List.of(1.0),
        List.of(1.0),
        costs);
  }
}
