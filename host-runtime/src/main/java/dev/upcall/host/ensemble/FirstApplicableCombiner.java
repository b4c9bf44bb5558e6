package dev.upcall.host.ensemble;

import dev.upcall.host.member.MemberOutput;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Asks combiners in the manifest's order and takes the first that has a rule for the subset. */
public final class FirstApplicableCombiner implements Combiner {
  private final List<Combiner> order;

  public FirstApplicableCombiner(List<Combiner> order) {
    this.order = List.copyOf(order);
  }

  @Override
  public Optional<List<CombinedAnswer>> combine(SortedMap<String, List<MemberOutput>> outputs) {
    return order.stream()
        .map(combiner -> combiner.combine(outputs))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public void close() {
    order.forEach(Combiner::close);
  }
}
