package dev.upcall.host.ensemble;

import dev.upcall.host.member.MemberOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The mean of the members' logits: works for every subset. */
public final class MeanLogitsCombiner implements Combiner {
  @Override
  public Optional<List<CombinedAnswer>> combine(SortedMap<String, List<MemberOutput>> outputs) {
    List<String> names = List.copyOf(outputs.keySet());
    int samples = outputs.get(outputs.firstKey()).size();
    List<CombinedAnswer> answers = new ArrayList<>(samples);
    for (int i = 0; i < samples; i++) {
      // Summed in sorted name order, so that the same subset gives the same bits every time.
      float[] mean = null;
      for (List<MemberOutput> member : outputs.values()) {
        float[] logits = member.get(i).logits();
        if (mean == null) {
          mean = new float[logits.length];
        }
        for (int c = 0; c < mean.length; c++) {
          mean[c] += logits[c] / names.size();
        }
      }
      answers.add(CombinedAnswer.of(mean, names));
    }
    return Optional.of(answers);
  }
}
