package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.StageSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a device can run stages in the order written. All share one memory: what a member has
 * computed for one exit is there for its next only until another member runs.
 */
final class StageOrder {
  /** What has been computed: member and exit, the empty text for its end. */
  private final Set<List<String>> computed = new HashSet<>();

  /** Members that have run, by the stage at which another one ran over what they left. */
  private final Map<String, Integer> overwritten = new HashMap<>();

  private final Set<List<String>> decided = new HashSet<>();
  private String last = "";
  private int index;

  /** What is wrong with the next stage behind those given so far. */
  Optional<Diagnostic> next(StageSpec stage) {
    Optional<Diagnostic> wrong = twice(stage);
    for (String member : stage.run().stream().sorted(this::lastFirst).toList()) {
      boolean isNew = computed.add(List.of(member, stage.exit().orElse("")));
      if (isNew && overwritten.containsKey(member) && wrong.isEmpty()) {
        wrong = Optional.of(apart(stage, member));
      }
      if (isNew && !last.isEmpty() && !last.equals(member)) {
        overwritten.putIfAbsent(last, index);
      }
      last = isNew ? member : last;
    }
    index++;
    return wrong;
  }

  /** A member that goes on does so before others of its stage run over what it left. */
  private int lastFirst(String one, String other) {
    return Boolean.compare(other.equals(last), one.equals(last));
  }

  private Optional<Diagnostic> twice(StageSpec stage) {
    if (stage.run().stream().distinct().count() < stage.run().size()) {
      return Optional.of(
          Diagnostic.of(ProjectCode.STAGE)
              .found("a member twice in stage %s", stage.name())
              .need("each once"));
    }
    List<String> what = new ArrayList<>(stage.run().stream().sorted().toList());
    what.add(stage.exit().orElse(""));
    return decided.add(what)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.of(ProjectCode.STAGE)
                .found("stage %s a second time", stage.name())
                .need("stages that compute something new"));
  }

  private Diagnostic apart(StageSpec stage, String member) {
    return Diagnostic.of(ProjectCode.STAGE)
        .found(
            "%s behind stage %d, which runs another member and takes %s's memory",
            stage.name(), overwritten.get(member), member)
        .need("the stages of one member directly behind one another")
        .fix("move stage %s up, or stage %d down", stage.name(), overwritten.get(member));
  }
}
