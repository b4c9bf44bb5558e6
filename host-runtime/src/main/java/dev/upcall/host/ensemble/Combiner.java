package dev.upcall.host.ensemble;

import dev.upcall.host.member.MemberOutput;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Makes one answer of several members' outputs. */
public interface Combiner extends AutoCloseable {
  /**
   * Combines a batch.
   *
   * @param outputs by member name, for each the outputs of all samples in the same order; at least
   *     one member
   * @return one answer per sample, or empty when this combiner has no rule for that subset
   */
  Optional<List<CombinedAnswer>> combine(SortedMap<String, List<MemberOutput>> outputs);

  @Override
  default void close() {}
}
