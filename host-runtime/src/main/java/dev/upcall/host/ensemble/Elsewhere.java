package dev.upcall.host.ensemble;

import java.util.List;
import java.util.Optional;

/** Knows the members that do not run in this process. */
@FunctionalInterface
public interface Elsewhere {
  /** All members run in this process. */
  Elsewhere NONE = (models, name) -> Optional.empty();

  /** The place that the first of several knows. */
  static Elsewhere firstOf(List<Elsewhere> several) {
    return (models, name) ->
        several.stream().flatMap(one -> one.member(models, name).stream()).findFirst();
  }

  /**
   * The place of a project's member; empty where it runs in this process.
   *
   * @param models as the files have them, to know what the member's answers must look like
   */
  Optional<MemberSlot> member(EnsembleModels models, String name);
}
